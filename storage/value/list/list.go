// Package list keeps lists. A small one is packed into the bytes of its record; a larger one is a List, a directory of chunks.
//
// The chunks are divided as Redis divides the nodes of a quicklist, so that OBJECT ENCODING changes where Redis' does. Each has room
// at both ends, so pushing and popping move no bytes; each knows the position of its first entry, so that an entry is found by binary
// search over the directory and a short walk. The scale of the positions begins anywhere: at the ends of the list nothing shifts, and
// in the middle the shorter side does.
package list

import (
	"sort"

	"redstart/storage/value"
	"redstart/storage/value/pack"
)

// List is a list that is too large for its record. It has at least one entry, except while a command changes it. Not for concurrent
// use.
type List struct {
	dir   directory // of chunks; each has an entry
	mem   int       // bytes of the chunks' blocks and the spare ones
	spare [][]byte  // blocks that chunks have left; see freeze.go
	slab  *slab     // the one that is being filled
	limit Limit     // of a chunk; stays what it was when the list became a quicklist
	long  bool      // chunks are frozen
	quick bool      // what OBJECT ENCODING says; false: listpack, a single chunk
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
func (l *List) Mem() int { return listSize + l.dir.mem() + l.mem }

// Clone copies the list into blocks that fit.
func (l *List) Clone() value.Object {
	c := &List{limit: l.limit, quick: l.quick}
	for i := range l.dir.n {
		from := l.dir.at(i)
		to := chunk{buf: c.take(from.framedSize())}
		if from.slab == nil {
			to.buf = append(to.buf, from.pack()...)
		} else {
			to.buf = from.bare().framed(to.buf)
		}
		to.pos, to.n = from.pos, from.n
		c.insertChunk(i, to)
		c.freezeBehind(false)
	}
	return c
}

// Len is the number of entries.
func (l *List) Len() int {
	if l.dir.n == 0 {
		return 0
	}
	return int(l.dir.at(l.dir.n-1).end() - l.dir.at(0).pos)
}

// Nodes is the number of chunks.
func (l *List) Nodes() int { return l.dir.n }

// find returns the chunk that has entry i, which exists, and the entry's number in it.
func (l *List) find(i int) (at, in int) {
	first, end := l.dir.at(0), l.dir.n-1
	last := l.dir.at(end)
	pos := first.pos + int64(i)
	switch {
	case i < first.len():
		return 0, i
	case pos >= last.pos:
		return end, int(pos - last.pos)
	}
	at = sort.Search(end, func(k int) bool { return l.dir.at(k).pos > pos }) - 1
	return at, int(pos - l.dir.at(at).pos)
}

// locate returns the chunk that has entry i, which exists, and the entry's number and offset in it.
func (l *List) locate(i int) (c *chunk, in, off int) {
	at, in := l.find(i)
	c = l.dir.at(at)
	return c, in, c.seek(in)
}

// single makes a list of entries in one chunk.
func single(entries pack.Pack, n, room int) *List {
	c := newChunk(max(room, len(entries)))
	c.buf = append(c.buf, entries...)
	c.n = int32(n)
	l := new(List)
	l.insertChunk(0, c)
	return l
}

// quicken makes a quicklist of what was a listpack; its nodes have the limit from now on.
func (l *List) quicken(limit Limit) { l.quick, l.limit = true, limit }

// shrink makes the list a listpack again, if it is small enough.
func (l *List) shrink(limit Limit) {
	if !l.quick || l.dir.n != 1 {
		return
	}
	if c := l.dir.at(0); !c.plain() && !limit.half().exceeded(c.nodeSize(), c.len()) {
		l.quick = false
	}
}
