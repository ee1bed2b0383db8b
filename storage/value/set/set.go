// Package set is the value of a set: packed into its record while it is small, else a Large.
//
// Packed integers (Intset) are a byte with their width and the integers in ascending order. Packed members of any kind (Listpack) are a
// byte with their number and a pack.Pack.
package set

import (
	"bytes"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// Encoding is how Redis would keep a set: what OBJECT ENCODING names. Those that can be packed are the form of the record, too.
type Encoding uint8

// The encodings.
const (
	Intset Encoding = iota
	Listpack
	Hashtable
)

func (e Encoding) String() string { return [...]string{"intset", "listpack", "hashtable"}[e] }

// Limits are the bounds of the small encodings, as Redis' configuration has them.
type Limits struct {
	IntsetEntries   int64 // members of an intset
	ListpackEntries int64 // members of a listpack
	ListpackValue   int64 // bytes of a member of a listpack
}

const (
	// The most bytes of a packed set. Editing one copies it, and finding a member of a listpack walks over it, so a set with more is
	// Large, whatever the limits are.
	maxPackedInts = 2 << 10
	maxPacked     = 16 << 10

	// manyMembers, as the number of members of a listpack, says that they have to be counted.
	manyMembers = 255
)

// Set is a set under a command: a view of a record's value, or one that is being made or changed. The members are entries as pack.Parse
// makes them. The zero value is an empty intset.
type Set struct {
	enc    Encoding
	owned  bool   // packed may be written
	packed []byte // when large is nil; nil too in the zero value
	buf    []byte // takes packed when it is first changed
	large  *Large
}

// Of is the set that r, a record of a set, holds; an empty one for a nil record. It is to be read only.
func Of(r table.Record) (s Set) {
	s.Read(r)
	return s
}

// Read is Of into a variable.
func (s *Set) Read(r table.Record) { s.Open(r, nil) }

// Open is Read for changing. A packed set is copied to scratch, which must be empty, when it is first changed; a large one is changed in
// place.
func (s *Set) Open(r table.Record, scratch []byte) {
	switch {
	case r.IsNil():
		*s = Set{buf: scratch}
	case r.Packed():
		*s = Set{enc: Encoding(r.Form()), packed: r.Value(), buf: scratch}
	default:
		l := r.Object().(*Large)
		*s = Set{enc: l.enc, large: l}
	}
}

// New is an empty set, to be built in scratch, which must be empty.
func New(enc Encoding, scratch []byte) Set {
	if enc == Hashtable {
		return Set{enc: enc, large: newLarge(enc)}
	}
	return Set{enc: enc, packed: append(scratch, emptyHead(enc)), owned: true}
}

// emptyHead is the first byte of an empty packed set.
func emptyHead(enc Encoding) byte {
	if enc == Intset {
		return 1
	}
	return 0
}

// Fresh is New with the encoding that Redis chooses for a new set whose first member is first and that may get as many as hint.
func Fresh(first pack.Entry, hint int, lim *Limits, scratch []byte) Set {
	switch {
	case first.Bytes == nil && int64(hint) <= lim.IntsetEntries:
		return New(Intset, scratch)
	case int64(hint) <= lim.ListpackEntries:
		return New(Listpack, scratch)
	}
	return New(Hashtable, nil)
}

// Expect makes the set a hashtable if its encoding is not to hold as many as hint members, as Redis does before it adds them.
func (s *Set) Expect(hint int, lim *Limits) {
	if s.enc == Intset && int64(hint) > lim.IntsetEntries || s.enc == Listpack && int64(hint) > lim.ListpackEntries {
		s.become(Hashtable)
	}
}

// Encoding is the set's encoding.
func (s *Set) Encoding() Encoding { return s.enc }

// Large is the set when it is not packed, else nil.
func (s *Set) Large() *Large { return s.large }

// Packed is the bytes to store, when Large is nil.
func (s *Set) Packed() []byte { return s.packed }

// Len is the number of members.
func (s *Set) Len() int {
	switch {
	case s.large != nil:
		return s.large.Len()
	case s.enc == Intset:
		b, width := s.ints()
		return len(b) / width
	case s.packed[0] < manyMembers:
		return int(s.packed[0])
	}
	return pack.Count(s.packed[1:])
}

// ints returns packed integers and their width.
func (s *Set) ints() (b []byte, width int) {
	if len(s.packed) == 0 {
		return nil, 1
	}
	return s.packed[1:], int(s.packed[0])
}

// Has reports whether e is a member.
func (s *Set) Has(e pack.Entry) bool {
	switch {
	case s.large != nil:
		return s.large.has(e)
	case s.enc == Listpack:
		return pack.FindEntry(s.packed[1:], 0, 1, e) >= 0
	case e.Bytes != nil:
		return false
	}
	b, width := s.ints()
	_, found := searchInts(b, width, e.Int)
	return found
}

// Each calls fn with the members until it returns false. fn must not change the set; a member is a view of it.
func (s *Set) Each(fn func(pack.Entry) bool) {
	switch {
	case s.large != nil:
		s.large.each(fn)
	case s.enc == Intset:
		b, width := s.ints()
		for i := range len(b) / width {
			if !fn(pack.Entry{Int: intAt(b, width, i)}) {
				return
			}
		}
	default:
		p := pack.Pack(s.packed[1:])
		for pos := 0; pos < len(p); {
			var e pack.Entry
			if e, pos = pack.At(p, pos); !fn(e) {
				return
			}
		}
	}
}

// Equal reports whether two members are the same.
func Equal(a, b pack.Entry) bool {
	return a.Int == b.Int && (a.Bytes == nil) == (b.Bytes == nil) && bytes.Equal(a.Bytes, b.Bytes)
}
