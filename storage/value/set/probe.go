package set

import (
	"encoding/binary"
	"math/bits"

	"redstart/storage/value/pack"
)

// probe answers whether sets have members, many times over. A packed list, where each look-up is a walk, gets an index; integers that are
// asked for in ascending order are looked for from the last one on. It keeps no pointer, so that it and the sets, which are the same at
// each call, can stay on the caller's stack.
type probe struct {
	list  int // which of sets has the index, -1: none
	index [indexSlots]uint16
	// The walks over the integers of the first sets.
	walks [fewSets]walk
}

const (
	indexSlots = 1 << 8 // so that a slot's number wraps around
	indexMax   = 160    // entries
	indexMin   = 8      // entries that are walked over sooner
)

// start prepares for about n questions.
func (p *probe) start(sets []Set, n int) {
	p.list = -1
	for i := range sets {
		s := &sets[i]
		if s.large != nil || s.enc != Listpack {
			continue
		}
		if count := s.Len(); n >= indexMin && count >= indexMin && count <= indexMax {
			p.list = i
			p.fill(s.packed[1:])
			return
		}
	}
}

// fill makes the index of a packed list: the positions of its entries, plus 1, at their hashes or behind.
func (p *probe) fill(entries pack.Pack) {
	for pos := 0; pos < len(entries); {
		e, next := pack.At(entries, pos)
		slot := hashOf(e)
		for p.index[slot] != 0 {
			slot++
		}
		p.index[slot] = uint16(pos + 1)
		pos = next
	}
}

// has reports whether set i has e.
func (p *probe) has(sets []Set, i int, e pack.Entry) bool {
	s := &sets[i]
	if i != p.list {
		if e.Bytes == nil && i < len(p.walks) {
			return p.walks[i].has(s, e.Int)
		}
		return s.Has(e)
	}
	for slot := hashOf(e); p.index[slot] != 0; slot++ {
		if at, _ := pack.At(s.packed[1:], int(p.index[slot])-1); Equal(at, e) {
			return true
		}
	}
	return false
}

// all reports whether all sets have e.
func (p *probe) all(sets []Set, e pack.Entry) bool {
	for i := range sets {
		if !p.has(sets, i, e) {
			return false
		}
	}
	return true
}

// any reports whether one of the first n sets has e.
func (p *probe) any(sets []Set, n int, e pack.Entry) bool {
	for i := range n {
		if p.has(sets, i, e) {
			return true
		}
	}
	return false
}

// hashOf returns the slot of an entry.
func hashOf(e pack.Entry) uint8 {
	const odd = 0x9e3779b97f4a7c15
	b := e.Bytes
	if b == nil {
		return uint8(uint64(e.Int) * odd >> 56)
	}
	h := uint64(len(b)) * odd
	for ; len(b) >= 8; b = b[8:] {
		h = bits.RotateLeft64(h^binary.LittleEndian.Uint64(b), 25) * odd
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * odd
	}
	return uint8(h >> 56)
}

// walk remembers where the last integer was found, or would be, in a set.
type walk struct {
	run   place // of a large set
	at    int
	last  int64
	begun bool
}

// has reports whether n is an integer of s.
func (w *walk) has(s *Set, n int64) bool {
	switch {
	case s.large != nil:
		return w.hasLarge(&s.large.ints, n)
	case s.enc == Listpack:
		return s.Has(pack.Entry{Int: n})
	}
	b, width := s.ints()
	if !w.begun || n < w.last {
		w.at = 0
	}
	w.begun, w.last = true, n
	i, found := gallop(b, width, w.at, n)
	w.at = i
	return found
}

func (w *walk) hasLarge(ints *integers, n int64) bool {
	if ints.count == 0 {
		return false
	}
	r := ints.run(w.run)
	if !w.begun || n < w.last || !r.holds(n) || n > r.at(r.len()-1) {
		w.run, w.at = ints.find(n), 0
		r = ints.run(w.run)
	}
	w.begun, w.last = true, n
	if !r.holds(n) {
		return false
	}
	i, found := gallop(r.data, int(r.width), w.at, n-r.base())
	w.at = i
	return found
}

// gallop is searchInts from place i on, before which all are less than n: in steps that double.
func gallop(b []byte, width, i int, n int64) (at int, found bool) {
	count, step := len(b)/width, 1
	for i+step <= count && intAt(b, width, i+step-1) < n {
		i += step
		step *= 2
	}
	end := min(i+step, count)
	at, found = searchInts(b[i*width:end*width], width, n)
	return i + at, found
}
