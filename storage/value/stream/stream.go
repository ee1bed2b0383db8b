// Package stream is the value of a stream: entries, each of names and values, in the order of their IDs, and groups of consumers
// with what they have been given and not acknowledged.
//
// Entries stand in blocks, packed and measured from one another; a tree finds a block by the ID of its first entry. The last block
// is not in the tree: most commands go to it. A Stream is used under its key's lock; names and values that it gives out are views,
// valid until it changes.
package stream

import "redstart/storage/value"

// Limits say when an entry begins a new node: stream-node-max-bytes and stream-node-max-entries, 0 for no limit.
type Limits struct{ Bytes, Entries int64 }

// maxNode is the size that no node exceeds, and MaxEntry that of the names and values of an entry.
const (
	maxNode  = 1 << 30
	MaxEntry = maxNode
)

// Stream is one stream. New makes it.
type Stream struct {
	tail   block // the last block; empty when the stream is
	blocks tree[blockRef]
	count  int
	mem    int // bytes of heap of all but this struct and the tail

	lastAt uint32 // where the last entry begins in the tail; 0: not known
	before ID     // of the entry before it

	first   ID // of the entries
	last    ID // the greatest ever added or set
	deleted ID // the greatest ever deleted
	added   uint64
	groups  []*Group // by name
}

// streamBytes is the heap of a Stream itself.
const streamBytes = 256

// New returns an empty stream.
func New() *Stream {
	s := new(Stream)
	s.blocks.mem = &s.mem
	return s
}

// Len is the number of entries.
func (s *Stream) Len() int { return s.count }

// First is the ID of the first entry, zero when there is none.
func (s *Stream) First() ID { return s.first }

// Last is the greatest ID ever added, or what SetID said.
func (s *Stream) Last() ID { return s.last }

// MaxDeleted is the greatest ID ever deleted by Delete, or what SetMaxDeleted said.
func (s *Stream) MaxDeleted() ID { return s.deleted }

// Added is how many entries were ever added, or what SetAdded said.
func (s *Stream) Added() uint64 { return s.added }

// SetLast sets what Last returns.
func (s *Stream) SetLast(id ID) { s.last = id }

// SetMaxDeleted sets what MaxDeleted returns.
func (s *Stream) SetMaxDeleted(id ID) { s.deleted = id }

// SetAdded sets what Added returns.
func (s *Stream) SetAdded(n uint64) { s.added = n }

// Encoding is the name that OBJECT ENCODING shows.
func (s *Stream) Encoding() string { return "stream" }

// Mem is the bytes of heap that the stream holds.
func (s *Stream) Mem() int { return streamBytes + cap(s.tail.data) + s.mem }

// Clone returns a copy.
func (s *Stream) Clone() value.Object {
	c := New()
	c.first, c.last, c.deleted, c.added, c.count = s.first, s.last, s.deleted, s.added, s.count
	for p := s.blocks.least(); p.ok(); p = p.next() {
		b := p.value().copy()
		c.mem += b.bytes()
		c.blocks.put(b.first, blockRef{b})
	}
	c.tail = *s.tail.copy()
	c.lastAt, c.before = s.lastAt, s.before
	for _, g := range s.groups {
		c.groups = append(c.groups, g.copy(&c.mem))
	}
	return c
}

// copy returns a copy that shares nothing.
func (b *block) copy() *block {
	c := *b
	c.data = append(make([]byte, 0, len(b.data)), b.data...)
	return &c
}

// firstBlock is the block with the first entries; the stream is not empty.
func (s *Stream) firstBlock() *block {
	if p := s.blocks.least(); p.ok() {
		return p.value().block
	}
	return &s.tail
}

// refresh finds the first entry anew.
func (s *Stream) refresh() {
	s.first = ID{}
	if s.count > 0 {
		b := s.firstBlock()
		s.first, _ = b.skip(int(b.begin), b.before())
	}
}

// End is the ID of the last entry; false: there is none.
func (s *Stream) End() (ID, bool) { return s.tail.end, s.tail.live > 0 }
