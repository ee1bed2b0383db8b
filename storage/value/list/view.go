package list

import (
	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// View is a list for reading, valid as long as the record that it is of. The zero View has no entries.
type View struct {
	p    pack.Pack
	n    int
	list *List
}

// Of views the list of r; a nil record has no entries.
func Of(r table.Record) View {
	switch {
	case r.IsNil():
		return View{}
	case r.Packed():
		return View{p: entries(r.Value()), n: count(r.Value())}
	}
	l := r.Object().(*List)
	return View{n: l.Len(), list: l}
}

// Len is the number of entries.
func (v View) Len() int { return v.n }

// At returns entry i, from 0, which exists.
func (v View) At(i int) pack.Entry {
	s := v.Span(i)
	e, _ := s.At(s.Pos)
	return e
}

// End returns the first or the last entry; there must be one.
func (v View) End(front bool) pack.Entry {
	if front {
		return v.At(0)
	}
	return v.At(v.n - 1)
}

// Span is a run of entries that lie together, and one of them.
type Span struct {
	bare
	frozen bool
	Pos    int // position of the entry
	Before int // entries of the run before it
	After  int // entries of the run from it on, itself counted
}

// At returns the entry at a position and the position of the next one.
func (s *Span) At(pos int) (e pack.Entry, next int) {
	if s.frozen {
		return s.at(pos)
	}
	return pack.At(s.p, pos)
}

// Prev returns the position of the entry before the one at pos, of a Span that Backward gave.
func (s *Span) Prev(pos int) int { return pack.Prev(s.p, pos) }

// Backward returns the Span so that Prev may be used. room is an empty buffer that is used where the entries must be copied; the one
// that is returned is for the next call.
func (s Span) Backward(room []byte) (Span, []byte) {
	if !s.frozen {
		return s, room
	}
	p := s.framed(room[:0])
	return Span{bare: bare{p: p}, Pos: pack.Seek(p, s.Before), Before: s.Before, After: s.After}, p
}

// Span returns the run of entry i, which exists.
func (v View) Span(i int) Span {
	if v.list == nil {
		pos := 0
		if 2*i <= v.n {
			pos = pack.Seek(v.p, i)
		} else {
			pos = pack.Seek(v.p, i-v.n)
		}
		return Span{bare: bare{p: v.p}, Pos: pos, Before: i, After: v.n - i}
	}
	c, in, off := v.list.locate(i)
	return Span{bare: c.bare(), frozen: c.slab != nil, Pos: off, Before: in, After: c.len() - in}
}

// Each calls f for all entries in order, until it returns false.
func (v View) Each(f func(pack.Entry) bool) {
	for i := 0; i < v.n; {
		s := v.Span(i)
		for pos := s.Pos; pos < len(s.p); {
			var e pack.Entry
			e, pos = s.At(pos)
			if !f(e) {
				return
			}
		}
		i += s.After
	}
}
