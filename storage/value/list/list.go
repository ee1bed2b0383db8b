// Package list keeps lists. A small one is packed into the bytes of its record; a larger one is a List, a directory of chunks.
//
// The chunks are divided as Redis divides the nodes of a quicklist, so that OBJECT ENCODING changes where Redis' does. Each has room
// at both ends, so pushing and popping move no bytes; each knows the position of its first entry, so that an entry is found by binary
// search over the directory and a short walk. The scale of the positions begins anywhere: at the ends of the list nothing shifts, and
// in the middle the shorter side does.
package list

import (
	"sort"

	"redstart/storage/table"
	"redstart/storage/value"
	"redstart/storage/value/pack"
)

// List is a list that is too large for its record. It has at least one entry, except while a command changes it. Not for concurrent
// use.
type List struct {
	dir   []chunk // the chunks are dir[first:]; each has an entry
	first int
	mem   int      // bytes of the chunks' blocks and the spare ones
	spare [][]byte // blocks that chunks have left; see freeze.go
	slab  *slab    // the one that is being filled
	limit Limit    // of a chunk; stays what it was when the list became a quicklist
	quick bool     // what OBJECT ENCODING says; false: listpack, a single chunk
}

// listSize is the bytes of a List.
const listSize = 112

var _ value.Object = (*List)(nil)

// Encoding is "quicklist" or "listpack".
func (l *List) Encoding() string {
	if l.quick {
		return "quicklist"
	}
	return "listpack"
}

// Mem is the bytes of heap.
func (l *List) Mem() int { return listSize + table.ClassSize(cap(l.dir)*chunkSize) + l.mem }

// Clone copies the list into blocks that fit.
func (l *List) Clone() value.Object {
	c := &List{dir: make([]chunk, 0, len(l.chunks())), limit: l.limit, quick: l.quick}
	for _, from := range l.chunks() {
		to := newChunk(from.framedSize())
		if from.slab == nil {
			to.buf = append(to.buf, from.pack()...)
		} else {
			to.buf = framed(to.buf, from.pack())
		}
		to.pos, to.n = from.pos, from.n
		c.dir = append(c.dir, to)
		c.mem += cap(to.buf)
	}
	return c
}

// Len is the number of entries.
func (l *List) Len() int {
	c := l.chunks()
	if len(c) == 0 {
		return 0
	}
	return int(c[len(c)-1].end() - c[0].pos)
}

// Nodes is the number of chunks.
func (l *List) Nodes() int { return len(l.chunks()) }

// chunks returns a view of the directory.
func (l *List) chunks() []chunk { return l.dir[l.first:] }

// find returns the chunk that has entry i, which exists, and the entry's number in it.
func (l *List) find(i int) (at, in int) {
	c := l.chunks()
	pos := c[0].pos + int64(i)
	last := len(c) - 1
	switch {
	case i < c[0].len():
		return 0, i
	case pos >= c[last].pos:
		return last, int(pos - c[last].pos)
	}
	at = sort.Search(last, func(k int) bool { return c[k].pos > pos }) - 1
	return at, int(pos - c[at].pos)
}

// locate returns the chunk that has entry i, which exists, and the entry's number and offset in it.
func (l *List) locate(i int) (c *chunk, in, off int) {
	at, in := l.find(i)
	c = &l.chunks()[at]
	return c, in, c.seek(in)
}

// single makes a list of entries in one chunk.
func single(entries pack.Pack, n, room int) *List {
	c := newChunk(max(room, len(entries)))
	c.buf = append(c.buf, entries...)
	c.n = int32(n)
	return &List{dir: []chunk{c}, mem: cap(c.buf)}
}

// quicken makes a quicklist of what was a listpack; its nodes have the limit from now on.
func (l *List) quicken(limit Limit) { l.quick, l.limit = true, limit }

// shrink makes the list a listpack again, if it is small enough.
func (l *List) shrink(limit Limit) {
	c := l.chunks()
	if !l.quick || len(c) != 1 || c[0].plain() {
		return
	}
	if !limit.half().exceeded(c[0].nodeSize(), c[0].len()) {
		l.quick = false
	}
}
