package list

import (
	"bytes"
	"math"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// A long list freezes the chunks that its ends have left behind: it puts them into slabs, without room between them and without the
// lengths by which entries are walked backwards. The blocks that they leave serve the next chunks. Whatever changes a frozen chunk thaws
// it, but for popping from its front.
const (
	longChunks  = 32        // chunks from which on a list is long
	longBytes   = 256 << 10 // and bytes; with half of either it is so no more
	freezeApart = 2         // chunks at an end that stay as they are
	maxSpare    = 2         // blocks that are kept for the next chunks

	minSlab   = 32 << 10 // bytes; a slab has up to four times as many as are wanted
	maxSlab   = 128 << 10
	slabShare = 32 // the part of the list's bytes that are wanted
)

// slab is a block that frozen chunks share.
type slab struct {
	block []byte // what chunks have used of it, some of them no more
	live  int    // chunks that are in it
}

// freezeBehind freezes the chunk behind an end that has got a new one, or all when the list has become long.
func (l *List) freezeBehind(front bool) {
	n := l.dir.n
	switch {
	case !l.long && (n < longChunks || l.mem < longBytes):
	case !l.long:
		l.long = true
		for i := freezeApart; i < n-freezeApart; i++ {
			l.freeze(l.dir.at(i))
		}
	case front:
		l.freeze(l.dir.at(freezeApart))
	default:
		l.freeze(l.dir.at(n - 1 - freezeApart))
	}
}

// freeze puts the entries of a chunk into a slab.
func (l *List) freeze(c *chunk) {
	if c.slab != nil || c.plain() {
		return
	}
	s := l.room(c.used() - c.len()) // the lengths have a byte at least
	from := len(s.block)
	p := c.pack()
	for pos := 0; pos < len(p); {
		_, next := pack.At(p, pos)
		s.block = append(s.block, p[pos:bareEnd(pos, next)]...)
		pos = next
	}
	l.release(c)
	c.buf, c.start, c.slab = s.block[from:len(s.block):len(s.block)], 0, s
	s.live++
}

// room returns a slab with room for size bytes.
func (l *List) room(size int) *slab {
	if s := l.slab; s != nil && cap(s.block)-len(s.block) >= size {
		return s
	}
	l.retire()
	l.slab = &slab{block: make([]byte, 0, slabFor(size, min(max(l.mem/slabShare, minSlab), maxSlab)))}
	l.mem += cap(l.slab.block)
	return l.slab
}

// slabFor returns a size between about least and four times that of which little stays unused when chunks of size bytes fill it.
func slabFor(size, least int) (best int) {
	const little = 0.015
	waste := math.MaxFloat64
	from := least/size + 1
	for k := from; k <= 4*from && waste > little; k++ {
		block := table.ClassSize(k*size + size/64)
		if w := float64(block-k*size) / float64(block); w < waste {
			best, waste = block, w
		}
	}
	return best
}

// retire gives up the slab that was filled last.
func (l *List) retire() {
	if s := l.slab; s != nil && s.live == 0 {
		l.mem -= cap(s.block)
	}
	l.slab = nil
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
	if s := c.slab; s != nil {
		if s.live--; s.live == 0 {
			l.mem -= cap(s.block)
			if s == l.slab {
				l.slab = nil
			}
		}
		return
	}
	if l.long && len(l.spare) < maxSpare {
		l.spare = append(l.spare, c.buf[:0])
		return
	}
	l.mem -= cap(c.buf)
}

// shorten thaws everything when the list is long no more: a slab that is kept for few chunks would be large beside them.
func (l *List) shorten() {
	if !l.long || l.dir.n >= longChunks/2 && l.mem >= longBytes/2 {
		return
	}
	l.long = false
	for i := range l.dir.n {
		l.thaw(l.dir.at(i))
	}
	l.retire()
	l.mem -= l.spareMem()
	l.spare = nil
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
