package list

import (
	"bytes"

	"redstart/storage/value/pack"
)

// bare is the entries of a frozen chunk.
type bare struct {
	p     pack.Pack
	width int // positive: all are strings of that length, and have no heads; negative: all take as many bytes; 0: neither
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
	return e, bareEnd(pos, next)
}

// seek returns the position of entry i, which exists.
func (b bare) seek(i int) (pos int) {
	if b.width != 0 {
		return i * max(b.width, -b.width)
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

// uniform returns what bare has as the width of the entries.
func uniform(p pack.Pack) int {
	e, pos := pack.At(p, 0)
	length, size := len(e.Bytes), pos
	for from := pos; from < len(p) && size > 0; from = pos {
		e, pos = pack.At(p, from)
		if len(e.Bytes) != length {
			length = 0
		}
		if pos-from != size {
			size = 0
		}
	}
	switch {
	case length > 0:
		return length
	case size > 0:
		return -bareEnd(0, size)
	}
	return 0
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

// Same says whether two entries are the same; pack.Parse makes one of bytes.
func Same(a, b pack.Entry) bool {
	return (a.Bytes == nil) == (b.Bytes == nil) && a.Int == b.Int && bytes.Equal(a.Bytes, b.Bytes)
}
