package hash

import (
	"math/bits"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// below is a number from 0 to n-1 that a uniform 64-bit one stands for.
func below(rnd uint64, n int) int {
	hi, _ := bits.Mul64(rnd, uint64(n))
	return int(hi)
}

// Random returns a field, each with the same probability over a uniform rnd. The hash is not empty.
func (h *Hash) Random(rnd uint64) (name, value pack.Entry) {
	if h.large != nil {
		r := h.large.t.Random(rnd)
		return pack.Entry{Bytes: r.Key()}, pack.Entry{Bytes: r.Value()}
	}
	body := h.body()
	return pairAt(body, pack.Seek(body, below(rnd, h.Len())*h.stride()))
}

func pairAt(body pack.Pack, pos int) (name, value pack.Entry) {
	name, pos = pack.At(body, pos)
	value, _ = pack.At(body, pos)
	return name, value
}

// Draw calls fn with a random field up to n times, each drawn from all, until fn returns false. The hash is not empty.
func (h *Hash) Draw(n int, rnd func() uint64, fn func(name, value pack.Entry) bool) {
	if h.large != nil || n == 1 {
		for ; n > 0 && fn(h.Random(rnd())); n-- {
		}
		return
	}
	body, stride := h.body(), h.stride()
	at := make([]int, 0, h.Len())
	for pos := 0; pos < len(body); {
		at = append(at, pos)
		for range stride {
			_, pos = pack.At(body, pos)
		}
	}
	for ; n > 0; n-- {
		if !fn(pairAt(body, at[below(rnd(), len(at))])) {
			return
		}
	}
}

// sparse says from how many times the wanted fields on it is better to draw than to walk over all.
const sparse = 3

// Sample calls fn with n different random fields, each set of n with the same probability, or with all when they are no more,
// until fn returns false.
func (h *Hash) Sample(n int, rnd func() uint64, fn func(name, value pack.Entry) bool) {
	left := h.Len()
	if h.large != nil && left/sparse >= n {
		h.large.sample(n, rnd, fn)
		return
	}
	h.Each(func(name, value pack.Entry, _ int64) bool {
		if below(rnd(), left) < n { // n of the fields that are left are to be chosen
			if n--; !fn(name, value) {
				return false
			}
		}
		left--
		return n > 0
	})
}

// sample draws until it has n different fields, which are few of all.
func (l *large) sample(n int, rnd func() uint64, fn func(name, value pack.Entry) bool) {
	seen := make(map[table.Record]struct{}, n)
	for len(seen) < n {
		r := l.t.Random(rnd())
		if _, twice := seen[r]; twice {
			continue
		}
		seen[r] = struct{}{}
		if !fn(pack.Entry{Bytes: r.Key()}, pack.Entry{Bytes: r.Value()}) {
			return
		}
	}
}
