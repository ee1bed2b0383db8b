package set

import (
	"slices"

	"redstart/storage/value/pack"
)

// entryRoom is the most bytes that an entry takes besides those of its text.
const entryRoom = 16

// Add adds e and reports whether it was missing. The encoding changes where Redis changes it.
func (s *Set) Add(e pack.Entry, lim *Limits) bool {
	if s.enc == Hashtable {
		return s.large.add(e)
	}
	if s.Has(e) {
		return false
	}
	s.AddNew(e, lim)
	return true
}

// AddNew is Add for a member that is known to be missing.
func (s *Set) AddNew(e pack.Entry, lim *Limits) {
	switch {
	case s.enc == Intset && e.Bytes != nil:
		if s.fitsListpack(e, lim) {
			s.become(Listpack)
		} else {
			s.become(Hashtable)
		}
	case s.enc == Listpack && (int64(s.Len()) >= lim.ListpackEntries || int64(e.Len()) > lim.ListpackValue):
		s.become(Hashtable)
	}
	s.put(e)
	if s.enc == Intset && int64(s.Len()) > lim.IntsetEntries {
		s.become(Hashtable)
	}
}

// fitsListpack reports whether an intset may become a listpack to take e, which is no integer.
func (s *Set) fitsListpack(e pack.Entry, lim *Limits) bool {
	n := s.Len()
	if int64(n) >= lim.ListpackEntries || int64(len(e.Bytes)) > lim.ListpackValue {
		return false
	}
	if n == 0 {
		return true
	}
	low, high := s.bounds()
	return int64(max(pack.Entry{Int: low}.Len(), pack.Entry{Int: high}.Len())) <= lim.ListpackValue
}

// bounds returns the least and the greatest member of an intset that is not empty.
func (s *Set) bounds() (low, high int64) {
	if s.large != nil {
		return s.large.ints.min(), s.large.ints.max()
	}
	b, width := s.ints()
	return intAt(b, width, 0), intAt(b, width, len(b)/width-1)
}

// put adds e, which is missing and fits the encoding.
func (s *Set) put(e pack.Entry) {
	if s.large != nil {
		s.large.add(e)
		return
	}
	s.own()
	if s.enc == Intset {
		s.putInt(e.Int)
	} else {
		s.packed = slices.Grow(s.packed, entryRoom+len(e.Bytes))
		s.packed = s.packed[:1+len(pack.AppendEntry(s.packed[1:], e))]
		s.packed[0] += min(1, manyMembers-s.packed[0])
	}
	if n := len(s.packed); n > maxPacked || s.enc == Intset && n > maxPackedInts {
		s.enlarge(s.enc)
	}
}

// putInt adds n to packed integers, which are owned.
func (s *Set) putInt(n int64) {
	b, width := s.ints()
	if w := widthOf(n); w > width {
		s.packed = append(make([]byte, 0, 1+len(b)/width*w+w), byte(w))
		for i := range len(b) / width {
			s.packed = appendInt(s.packed, w, intAt(b, width, i))
		}
		b, width = s.ints()
	}
	i, _ := searchInts(b, width, n)
	s.packed = slices.Grow(s.packed, width)
	s.packed = s.packed[:1+len(insertInt(s.packed[1:], width, i, n))]
}

// Remove takes e out and reports whether it was a member.
func (s *Set) Remove(e pack.Entry) bool {
	if s.large != nil {
		return s.large.remove(e)
	}
	at, found := 0, false
	if s.enc == Listpack {
		at = pack.FindEntry(s.packed[1:], 0, 1, e)
		found = at >= 0
	} else if e.Bytes == nil {
		b, width := s.ints()
		at, found = searchInts(b, width, e.Int)
	}
	if found {
		s.removeAt(at)
	}
	return found
}

// removeAt takes out a member of a packed set: the integer, or the position in the pack.
func (s *Set) removeAt(at int) {
	s.own()
	if s.enc == Intset {
		b, width := s.ints()
		s.packed = s.packed[:1+len(removeInt(b, width, at))]
		return
	}
	p := pack.Remove(s.packed[1:], at, 1)
	s.packed = s.packed[:1+len(p)]
	if s.packed[0] == manyMembers {
		s.packed[0] = byte(min(pack.Count(p), manyMembers))
	} else {
		s.packed[0]--
	}
}

// own makes packed a copy that may be changed.
func (s *Set) own() {
	if s.owned {
		return
	}
	if len(s.packed) == 0 {
		s.packed = append(s.buf, emptyHead(s.enc))
	} else {
		s.packed = append(s.buf, s.packed...)
	}
	s.owned, s.buf = true, nil
}

// become gives the set a more general encoding.
func (s *Set) become(enc Encoding) {
	switch {
	case s.large != nil:
		s.large.enc = enc
	case enc == Listpack:
		to := New(Listpack, nil)
		s.Each(func(e pack.Entry) bool {
			to.put(e)
			return true
		})
		*s = to
	default:
		s.enlarge(enc)
	}
	s.enc = enc
}

// enlarge makes a packed set Large.
func (s *Set) enlarge(enc Encoding) {
	l := newLarge(enc)
	s.Each(func(e pack.Entry) bool {
		l.add(e)
		return true
	})
	*s = Set{enc: enc, large: l}
}

// Narrow makes the set an intset if all members are integers and not too many for one: what Redis does with the outcome of SINTERSTORE.
func (s *Set) Narrow(lim *Limits) {
	n := s.Len()
	if s.enc == Intset || int64(n) > lim.IntsetEntries {
		return
	}
	to := New(Intset, nil)
	whole := true
	s.Each(func(e pack.Entry) bool {
		if whole = e.Bytes == nil; whole {
			to.put(e)
		}
		return whole
	})
	if whole {
		*s = to
	}
}
