package list

import (
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
