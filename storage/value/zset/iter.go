package zset

import (
	"redstart/storage/value/pack"
)

// Iter walks over elements in order, or backwards. It is good until the next change of the set.
type Iter struct {
	p    pack.Pack // packed
	pos  int       // packed: of the next element; backwards: behind it
	x    *node     // large: the leaf of the next element, nil at the end
	i    int       // large: its place there
	back bool
}

// Iter walks from the element of a rank on; a rank that does not exist has nothing behind it.
func (s *Set) Iter(rank int) Iter {
	if rank >= s.Len() {
		return Iter{}
	}
	if s.large != nil {
		x, i := s.large.order.at(rank)
		return Iter{x: x, i: i}
	}
	return Iter{p: s.p[packedHeader:], pos: packedSeek(s.p, rank)}
}

// IterBack walks backwards from the element of a rank on; from a rank that does not exist there is nothing.
func (s *Set) IterBack(rank int) Iter {
	n := s.Len()
	if rank < 0 || rank >= n {
		return Iter{back: true}
	}
	if s.large != nil {
		x, i := s.large.order.at(rank)
		return Iter{x: x, i: i, back: true}
	}
	it := Iter{p: s.p[packedHeader:], back: true}
	if it.pos = len(it.p); rank+1 < n {
		it.pos = packedSeek(s.p, rank+1)
	}
	return it
}

// Next returns the next element; false at the end. A member that looks like a number may be an integer entry; its bytes are a view.
func (it *Iter) Next() (member pack.Entry, score float64, ok bool) {
	if it.x != nil {
		r := it.x.recs[it.i]
		if it.back {
			it.stepBack()
		} else if it.i++; it.i == it.x.n {
			it.x, it.i = it.x.next, 0
		}
		return pack.Entry{Bytes: r.Key()}, scoreOf(r), true
	}
	if it.back {
		if it.pos == 0 {
			return member, 0, false
		}
		at := pack.Prev(it.p, it.pos)
		score, _ = scoreAt(it.p, at)
		it.pos = pack.Prev(it.p, at)
		member, _ = pack.At(it.p, it.pos)
		return member, score, true
	}
	if it.pos == len(it.p) {
		return member, 0, false
	}
	member, it.pos = pack.At(it.p, it.pos)
	score, it.pos = scoreAt(it.p, it.pos)
	return member, score, true
}

func (it *Iter) stepBack() {
	it.i--
	if it.i >= 0 {
		return
	}
	if it.x = it.x.prev; it.x != nil {
		it.i = it.x.n - 1
	}
}
