// Package zset is the value of a sorted set: members, each once, in the order of their scores and, among equal scores, of their bytes.
//
// A small one is packed (packed.go): members and scores, in order, in the bytes of the key's record. A large one (large.go) is a hash
// table of records, member to score, and a counted B+tree over the same records (tree.go): a look-up by member is one of the table, a
// rank or a range takes O(log n).
package zset

import (
	"redstart/storage/table"
	"redstart/storage/value"
	"redstart/storage/value/pack"
)

// Limits is how large a packed set may become (zset-max-listpack-entries and -value).
type Limits struct {
	Entries int // elements
	Value   int // bytes of the longest member
}

// Set is a sorted set that one command looks at or changes: a view of a record's value. It is used under the key's lock. The zero Set is
// empty.
type Set struct {
	p     []byte // packed: see packed.go; nil when large, or when there is no key
	large *large

	view    bool   // p is the record's own, to be copied to scratch before it is changed
	scratch []byte // empty
}

// Element is where a member stands, or where it would: what Find returns. It is good until the next change of the Set.
type Element struct {
	// Score is the member's score, 0 when it is not there.
	Score float64

	pos  int          // packed: of its first entry
	hash uint64       // large
	r    table.Record // large
}

// Of views the value of a record for reading; the zero record is an empty set.
func Of(r table.Record) (s Set) {
	s.Read(r)
	return s
}

// Read is Of into a variable.
func (s *Set) Read(r table.Record) {
	*s = Set{}
	switch {
	case r.IsNil():
	case r.Packed():
		s.p = r.Value()
	default:
		s.large = r.Object().(*large)
	}
}

// Open views the value of a record for changing. Packed bytes are copied before the first change, to scratch, an empty buffer that the
// Set may grow: what Packed returns then. A large set is changed in place.
func (s *Set) Open(r table.Record, scratch []byte) {
	s.Read(r)
	switch {
	case r.IsNil():
		s.p = newPacked(scratch)
	case r.Packed():
		s.view, s.scratch = true, scratch
	}
}

// New is an empty set to be changed, made for size elements, the first of which has a member of first bytes: packed, in scratch, unless
// that is more than the limits allow.
func New(scratch []byte, size, first int, l Limits) Set {
	if size > l.Entries || first > l.Value {
		return Set{large: newLarge()}
	}
	return Set{p: newPacked(scratch)}
}

// Expect makes a packed set large if size elements, which may be added or not, are more than its limits allow.
func (s *Set) Expect(size int, l Limits) {
	if !s.Small() || size <= l.Entries {
		return
	}
	if s.large == nil {
		s.enlarge()
	}
	s.large.small = false
}

// Small reports whether Redis would keep the set packed: what OBJECT ENCODING tells. Packed tells how it is kept here.
func (s *Set) Small() bool { return s.large == nil || s.large.small }

// Packed returns the bytes of a packed set, to be stored; false when it is large.
func (s *Set) Packed() ([]byte, bool) { return s.p, s.large == nil }

// Object returns the value of a large set, to be stored.
func (s *Set) Object() value.Object { return s.large }

// own makes packed bytes the Set's own.
func (s *Set) own() {
	if s.view {
		s.p, s.view = append(s.scratch, s.p...), false
	}
}

// Len is the number of elements.
func (s *Set) Len() int {
	switch {
	case s.large != nil:
		return s.large.dict.Len()
	case s.p == nil:
		return 0
	}
	return packedLen(s.p)
}

// Find looks a member up.
func (s *Set) Find(member []byte) (e Element, found bool) {
	switch {
	case s.large != nil:
		return s.large.find(member)
	case s.p == nil:
		return Element{}, false
	}
	body := s.p[packedHeader:]
	pos := pack.Find(body, 0, 2, member)
	if pos < 0 {
		return Element{}, false
	}
	_, at := pack.At(body, pos)
	score, _ := scoreAt(body, at)
	return Element{Score: score, pos: pos}, true
}

// Insert adds a member that Find has not found; e is what it returned. score is not NaN. A packed set becomes large when it reaches its
// limits, and never small again.
func (s *Set) Insert(e Element, member []byte, score float64, l Limits) {
	small := s.Small() && s.Len() < l.Entries && len(member) <= l.Value
	if s.large == nil && (!small || len(s.p)+len(member) > maxPacked) {
		s.enlarge()
		e.hash = s.large.hash(member)
	}
	if s.large != nil {
		s.large.small = small
		s.large.insert(e.hash, member, score)
		return
	}
	s.own()
	s.p = insertPacked(s.p, member, score)
}

// SetScore gives another score, not NaN, to a member that Find has found.
func (s *Set) SetScore(e Element, member []byte, score float64) {
	if s.large != nil {
		s.large.order.move(e.r, e.Score, score)
		return
	}
	s.own()
	s.p = insertPacked(removePacked(s.p, e.pos, 1), member, score)
}

// Remove removes a member that Find has found.
func (s *Set) Remove(e Element) {
	if s.large != nil {
		s.large.order.remove(e.r, e.Score)
		s.large.forget(e.hash, e.r)
		return
	}
	s.own()
	s.p = removePacked(s.p, e.pos, 1)
}

// RemoveRange removes n elements from rank from on, which exist.
func (s *Set) RemoveRange(from, n int) {
	if n <= 0 {
		return
	}
	if s.large != nil {
		s.large.removeRange(from, n)
		return
	}
	s.own()
	s.p = removePacked(s.p, packedSeek(s.p, from), n)
}

// Rank is the number of elements before one that Find has found.
func (s *Set) Rank(e Element) int {
	if s.large != nil {
		return s.large.order.rankOf(e.r, e.Score)
	}
	return pack.Count(pack.Pack(s.p[packedHeader:packedHeader+e.pos])) / 2
}

// Place is the number of elements to the left of a bound.
func (s *Set) Place(b Bound) int {
	switch {
	case b.by == byNothing:
		if b.after {
			return s.Len()
		}
		return 0
	case s.large != nil:
		return s.large.order.rank(&b)
	case s.p == nil:
		return 0
	}
	n, _ := placePacked(s.p[packedHeader:], &b)
	return n
}

// Range is the number of elements between two bounds, n, and the rank of the first of them.
func (s *Set) Range(from, to Bound) (rank, n int) {
	rank = s.Place(from)
	return rank, max(s.Place(to)-rank, 0)
}

// enlarge makes a packed set large.
func (s *Set) enlarge() {
	z := newLarge()
	records := make([]table.Record, 0, packedLen(s.p))
	s.Each(func(member []byte, score float64) bool {
		records = append(records, z.add(z.hash(member), member, score))
		return true
	})
	z.order.fill(records)
	s.p, s.large, s.view = nil, z, false
}

// Each calls fn with the elements of a record in order, until it returns false. member is valid during the call only.
func Each(r table.Record, fn func(member []byte, score float64) bool) {
	s := Of(r)
	s.Each(fn)
}

// Each calls fn with the elements in order, until it returns false. member is valid during the call only.
func (s *Set) Each(fn func(member []byte, score float64) bool) {
	it := s.Iter(0)
	var digits [24]byte
	for m, score, ok := it.Next(); ok; m, score, ok = it.Next() {
		member := m.Bytes
		if member == nil {
			member = m.Append(digits[:0])
		}
		if !fn(member, score) {
			return
		}
	}
}
