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
	width := uniform(c.pack())
	size := c.used() - c.len() // the lengths have a byte at least
	if width > 0 {
		size = c.len() * width
	}
	s := l.room(size)
	from := len(s.block)
	p := c.pack()
	for pos := 0; pos < len(p); {
		e, next := pack.At(p, pos)
		if width > 0 {
			s.block = append(s.block, e.Bytes...)
		} else {
			s.block = append(s.block, p[pos:bareEnd(pos, next)]...)
		}
		pos = next
	}
	l.release(c)
	c.buf, c.start, c.slab, c.width = s.block[from:len(s.block):len(s.block)], 0, s, int32(width)
	s.live++
}

// uniform returns the length of the entries when they are all strings of one length, else 0.
func uniform(p pack.Pack) int {
	e, pos := pack.At(p, 0)
	width := len(e.Bytes)
	for width > 0 && pos < len(p) {
		if e, pos = pack.At(p, pos); len(e.Bytes) != width {
			return 0
		}
	}
	return width
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
	block := c.bare().framed(l.take(c.framedSize()))
	l.release(c)
	c.buf, c.start, c.slab, c.width = block, 0, nil, 0
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

// bare is the entries of a frozen chunk.
type bare struct {
	p     pack.Pack
	width int // as chunk's
}

// bare returns a view of the entries of a frozen chunk.
func (c *chunk) bare() bare { return bare{p: c.pack(), width: int(c.width)} }

// at is pack.At for frozen entries.
func (b bare) at(pos int) (e pack.Entry, next int) {
	if b.width > 0 {
		next = pos + b.width
		return pack.Entry{Bytes: b.p[pos:next:next]}, next
	}
	e, next = pack.At(b.p, pos)
	if next-pos <= 1<<7 {
		return e, next - 1
	}
	return e, bareEnd(pos, next)
}

// seek returns the position of entry i, which exists.
func (b bare) seek(i int) (pos int) {
	if b.width > 0 {
		return i * b.width
	}
	for ; i > 0; i-- {
		switch head := b.p[pos]; {
		case head < 0x80: // an integer in one byte
			pos++
		case head < 0xC0: // a string with its length in the head
			pos += int(head&0x3F) + 1
		default:
			_, pos = b.at(pos)
		}
	}
	return pos
}

// framed appends the entries to p, as they are where they are not frozen.
func (b bare) framed(p pack.Pack) pack.Pack {
	for pos := 0; pos < len(b.p); {
		var e pack.Entry
		e, pos = b.at(pos)
		p = pack.AppendEntry(p, e)
	}
	return p
}

// has says whether the chunk has an entry equal to v.
func (c *chunk) has(v []byte) bool {
	if c.slab == nil {
		return pack.Find(c.pack(), 0, 1, v) >= 0
	}
	want, b := pack.Parse(v), c.bare()
	for pos := 0; pos < len(b.p); {
		var e pack.Entry
		if e, pos = b.at(pos); Same(e, want) {
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
	b := c.bare()
	if b.width > 0 {
		e, _ := b.at(0)
		return c.len() * pack.EntrySize(e.Bytes)
	}
	for pos := 0; pos < len(b.p); {
		_, next := pack.At(b.p, pos)
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
