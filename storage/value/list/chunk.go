package list

import (
	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// chunk is a run of entries in one block of memory, which has room for more at both ends.
type chunk struct {
	buf   []byte // the entries lie at buf[start:]; buf[:cap] is the block
	pos   int64  // position of the first entry, on a scale that has its zero anywhere
	start uint32
	n     int32 // number of entries; -1: one that is too large to share a node
	slab  *slab // of a frozen chunk, else nil
	width int32 // of a frozen chunk: see bare
}

// Bytes in the directory.
const (
	chunkSize = 56
	rowSize   = 24
)

// newChunk returns a chunk without entries in a block of at least room bytes.
func newChunk(room int) chunk {
	return chunk{buf: make([]byte, 0, table.ClassSize(room))}
}

// len is the number of entries.
func (c *chunk) len() int {
	if c.n < 0 {
		return 1
	}
	return int(c.n)
}

// plain says whether the chunk is a single entry too large to share a node.
func (c *chunk) plain() bool { return c.n < 0 }

// end is the position behind the last entry.
func (c *chunk) end() int64 { return c.pos + int64(c.len()) }

// pack returns a view of the entries.
func (c *chunk) pack() pack.Pack { return pack.Pack(c.buf[c.start:]) }

// used is the bytes of the entries.
func (c *chunk) used() int { return len(c.buf) - int(c.start) }

// nodeSize is what Redis would count as the bytes of the node.
func (c *chunk) nodeSize() int {
	if c.plain() {
		e, _ := pack.At(c.pack(), 0)
		return e.Len()
	}
	return frame + c.framedSize()
}

// takes says whether an element of n bytes may be added.
func (c *chunk) takes(l Limit, n int) bool {
	return !c.plain() && !l.large(n) && !l.exceeded(c.nodeSize()+n+headroom, c.len()+1)
}

// seek returns the offset of entry i, which exists, walking from the nearer end.
func (c *chunk) seek(i int) int {
	n := c.len()
	if c.slab != nil {
		return c.bare().seek(i)
	}
	if 2*i <= n {
		return pack.Seek(c.pack(), i)
	}
	return pack.Seek(c.pack(), i-n)
}

// slide moves the entries to another place in the block.
func (c *chunk) slide(to int) {
	used := c.used()
	block := c.buf[:cap(c.buf)]
	copy(block[to:], c.buf[c.start:])
	c.start, c.buf = uint32(to), block[:to+used]
}

// open makes a hole of size bytes in front of the entry at offset off; there must be room at the end, or for off 0 at the front. It
// returns the hole.
func (c *chunk) open(off, size int) []byte {
	if off == 0 && int(c.start) >= size {
		c.start -= uint32(size)
	} else {
		c.buf = c.buf[:len(c.buf)+size]
		tail := c.buf[int(c.start)+off:]
		copy(tail[size:], tail)
	}
	at := int(c.start) + off
	return c.buf[at : at : at+size]
}

// cut takes the bytes from offset off to end out, moving the shorter side.
func (c *chunk) cut(off, end int) {
	at, to := int(c.start)+off, int(c.start)+end
	if off < len(c.buf)-to {
		copy(c.buf[int(c.start)+end-off:], c.buf[c.start:at])
		c.start += uint32(end - off)
		return
	}
	c.buf = append(c.buf[:at], c.buf[to:]...)
}
