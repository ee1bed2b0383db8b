package list

import (
	"bytes"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// A long list freezes the chunks that its ends have left behind: it puts many into one block, without room between them and without
// the lengths by which entries are walked backwards. Pushing, and whatever else changes a frozen chunk, thaws it; popping from its
// front does not.
const (
	freezeFrom  = 256 // chunks from which on a list freezes
	freezeRun   = 16  // chunks that are frozen at once, at most
	freezeApart = 2   // chunks at the end that stay as they are
)

// slab is the block of frozen chunks.
type slab struct {
	size int // bytes
	live int // chunks that are still in it
}

// slabSize is the bytes of a slab's head.
const slabSize = 16

// freezeBehind freezes the chunks behind an end that has got a new one, when there are enough of them, and all when the list has just
// become long.
func (l *List) freezeBehind(front bool) {
	n := len(l.chunks())
	switch {
	case n < freezeFrom:
	case n == freezeFrom:
		for at := freezeApart; at+freezeRun <= n-freezeApart; {
			at += max(l.freezeAt(at, false), 1)
		}
	case front:
		l.freezeAt(freezeApart, true)
	default:
		l.freezeAt(n-freezeApart-freezeRun, false)
	}
}

// freezeAt freezes chunks of the run that begins at a chunk, if none of it is frozen or plain: the first ones or, at the front of the
// list, the last ones. The others wait for more company. It returns how many.
func (l *List) freezeAt(at int, front bool) int {
	run := l.chunks()[at : at+freezeRun]
	for i := range run {
		if run[i].slab != nil || run[i].plain() {
			return 0
		}
	}
	k := fitting(run, front)
	if front {
		run = run[len(run)-k:]
	}
	l.freeze(run[:k])
	return k
}

// fitting returns how many chunks at the beginning of the run, or at its end, leave the least part of a block unused.
func fitting(run []chunk, atEnd bool) (best int) {
	size, least := 0, 1.0
	for k := 1; k <= len(run); k++ {
		c := &run[k-1]
		if atEnd {
			c = &run[len(run)-k]
		}
		size += c.bareSize()
		block := table.ClassSize(size)
		if waste := float64(block-size) / float64(block); 2*k >= len(run) && waste < least {
			best, least = k, waste
		}
	}
	return best
}

// freeze puts the chunks of a run into one block.
func (l *List) freeze(run []chunk) {
	size := 0
	for i := range run {
		size += run[i].bareSize()
	}
	s := &slab{size: table.ClassSize(size) + slabSize, live: len(run)}
	block := make([]byte, 0, size)
	for i := range run {
		c := &run[i]
		from := len(block)
		p := c.pack()
		for pos := 0; pos < len(p); {
			_, next := pack.At(p, pos)
			block = append(block, p[pos:bareEnd(pos, next)]...)
			pos = next
		}
		l.release(c)
		c.buf, c.start, c.slab = block[from:len(block):len(block)], 0, s
	}
	l.mem += s.size
}

// thaw gives a chunk that is frozen a block of its own.
func (l *List) thaw(c *chunk) {
	if c.slab == nil {
		return
	}
	block := framed(l.take(c.framedSize()), c.pack())
	l.release(c)
	c.buf, c.start, c.slab = block, 0, nil
	l.mem += cap(block)
}

// take returns an empty block of at least room bytes, one that is spare if there is any.
func (l *List) take(room int) []byte {
	if n := len(l.spare); n > 0 {
		if b := l.spare[n-1]; cap(b) >= room && cap(b)/2 <= room {
			l.spare[n-1] = nil
			l.spare = l.spare[:n-1]
			l.mem -= cap(b)
			return b[:0]
		}
	}
	return make([]byte, 0, table.ClassSize(room))
}

// release gives up the block of a chunk, or its part of a slab. A long list keeps some blocks for the next chunks.
func (l *List) release(c *chunk) {
	switch {
	case c.slab != nil:
		if c.slab.live--; c.slab.live == 0 {
			l.mem -= c.slab.size
		}
	case len(l.chunks()) < freezeFrom:
		l.mem -= cap(c.buf)
		l.mem -= l.spareMem()
		l.spare = nil
	case len(l.spare) < freezeRun:
		l.spare = append(l.spare, c.buf[:0])
	default:
		l.mem -= cap(c.buf)
	}
}

// spareMem is the bytes of the spare blocks.
func (l *List) spareMem() (n int) {
	for _, b := range l.spare {
		n += cap(b)
	}
	return n
}

// framed appends the frozen entries of bare, with their lengths.
func framed(p, bare pack.Pack) pack.Pack {
	for pos := 0; pos < len(bare); {
		var e pack.Entry
		e, pos = bareAt(bare, pos)
		p = pack.AppendEntry(p, e)
	}
	return p
}

// bareAt is pack.At for frozen entries.
func bareAt(p pack.Pack, pos int) (e pack.Entry, next int) {
	e, next = pack.At(p, pos)
	if next-pos <= 1<<7 {
		return e, next - 1
	}
	return e, bareEnd(pos, next)
}

// bareSeek returns the position of entry i, which exists, among frozen ones.
func bareSeek(p pack.Pack, i int) (pos int) {
	for ; i > 0; i-- {
		switch head := p[pos]; {
		case head < 0x80: // an integer in one byte
			pos++
		case head < 0xC0: // a string with its length in the head
			pos += int(head&0x3F) + 1
		default:
			_, pos = bareAt(p, pos)
		}
	}
	return pos
}

// has says whether the chunk has an entry equal to v.
func (c *chunk) has(v []byte) bool {
	p := c.pack()
	if c.slab == nil {
		return pack.Find(p, 0, 1, v) >= 0
	}
	want := pack.Parse(v)
	for pos := 0; pos < len(p); {
		var e pack.Entry
		if e, pos = bareAt(p, pos); Same(e, want) {
			return true
		}
	}
	return false
}

// Same says whether two entries are the same; pack.Parse makes one of bytes.
func Same(a, b pack.Entry) bool {
	return (a.Bytes == nil) == (b.Bytes == nil) && a.Int == b.Int && bytes.Equal(a.Bytes, b.Bytes)
}

// bareSize is the bytes of the chunk's entries when they are frozen.
func (c *chunk) bareSize() (n int) {
	if c.slab != nil {
		return c.used()
	}
	p := c.pack()
	for pos := 0; pos < len(p); {
		_, next := pack.At(p, pos)
		n += bareEnd(pos, next) - pos
		pos = next
	}
	return n
}

// framedSize is the bytes of the chunk's entries when they are not frozen.
func (c *chunk) framedSize() (n int) {
	if c.slab == nil {
		return c.used()
	}
	p := c.pack()
	for pos := 0; pos < len(p); {
		_, next := pack.At(p, pos)
		n += next - pos
		pos = bareEnd(pos, next)
	}
	return n
}

// bareEnd is where the entry at pos ends without the length behind it; next is where it ends with it.
func bareEnd(pos, next int) int {
	switch n := next - pos; {
	case n <= 1<<7:
		return next - 1
	case n <= 1<<14:
		return next - 2
	case n <= 1<<21:
		return next - 3
	case n <= 1<<28:
		return next - 4
	}
	return next - 5
}
