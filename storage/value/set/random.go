package set

import (
	"math/bits"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// Random gives uniform random bits.
type Random func() uint64

// mix is a step of splitmix64 (Vigna): a sequence of full period.
func mix(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	x := (*state ^ *state>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// below returns a number from 0 to n-1, all with the same probability but for n in 2^64.
func below(rnd Random, n int) int {
	high, _ := bits.Mul64(rnd(), uint64(n))
	return int(high)
}

// Random returns a member of a set that is not empty, each with the same probability.
func (s *Set) Random(rnd Random) pack.Entry {
	if s.large != nil {
		return s.large.random(rnd)
	}
	e, _ := s.randomAt(rnd)
	return e
}

// randomAt is Random for a packed set, with the place that removeAt takes.
func (s *Set) randomAt(rnd Random) (e pack.Entry, at int) {
	n := s.Len()
	i := below(rnd, n)
	if s.enc == Intset {
		b, width := s.ints()
		return pack.Entry{Int: intAt(b, width, i)}, i
	}
	if i > n/2 {
		i -= n // from the nearer end
	}
	at = pack.Seek(s.packed[1:], i)
	e, _ = pack.At(s.packed[1:], at)
	return e, at
}

// Pop calls emit with a member, each with the same probability, and then takes it out. The set must not be empty.
func (s *Set) Pop(rnd Random, emit func(pack.Entry)) {
	if s.large != nil {
		e := s.large.random(rnd)
		emit(e)
		s.large.remove(e)
		return
	}
	e, at := s.randomAt(rnd)
	emit(e)
	s.removeAt(at)
}

// sparse is the share of a large set below which a sample is drawn member by member rather than in a walk over all.
const sparse = 8

// Sample calls emit with count different members, in no particular order; each choice of as many has the same probability. The set must
// have as many.
func (s *Set) Sample(count int, rnd Random, emit func(pack.Entry)) {
	if s.large != nil && count < s.Len()/sparse {
		s.large.draw(count, rnd, emit)
		return
	}
	s.pick(count, rnd, func(e pack.Entry, picked bool) {
		if picked {
			emit(e)
		}
	})
}

// pick walks over the members and says of each whether it is among count that are chosen (selection sampling, Knuth's Algorithm S).
func (s *Set) pick(count int, rnd Random, fn func(e pack.Entry, picked bool)) {
	left := s.Len()
	s.Each(func(e pack.Entry) bool {
		picked := below(rnd, left) < count
		left--
		if picked {
			count--
		}
		fn(e, picked)
		return true
	})
}

// draw is Sample for few members of a large set.
func (l *Large) draw(count int, rnd Random, emit func(pack.Entry)) {
	ints := make(map[int64]struct{})
	records := make(map[table.Record]struct{})
	for len(ints)+len(records) < count {
		drawn := len(ints) + len(records)
		if below(rnd, l.Len()) < l.ints.count {
			n := l.ints.random(rnd())
			if ints[n] = (struct{}{}); len(ints)+len(records) > drawn {
				emit(pack.Entry{Int: n})
			}
			continue
		}
		r := l.strings.Random(rnd())
		if records[r] = (struct{}{}); len(ints)+len(records) > drawn {
			emit(pack.Entry{Bytes: r.Key()})
		}
	}
}

// fewRest is how many times the members that are left must fit into those taken for a set to be built of them.
const fewRest = 5

// Take calls emit with count different members, each choice with the same probability, and takes them out; some must be left. The
// encoding changes where Redis changes it: what little is left of a hashtable may fit a listpack.
func (s *Set) Take(count int, rnd Random, lim *Limits, emit func(pack.Entry)) {
	rest := s.Len() - count
	few := rest*fewRest <= count
	if s.large != nil && !few {
		for range count {
			s.Pop(rnd, emit)
		}
		return
	}
	enc := s.enc
	if enc == Hashtable {
		enc = Listpack
	}
	to := New(enc, s.buf)
	s.pick(count, rnd, func(e pack.Entry, picked bool) {
		switch {
		case picked:
			emit(e)
		case few && s.enc != Listpack:
			to.AddNew(e, lim)
		default:
			to.put(e)
		}
	})
	*s = to
}
