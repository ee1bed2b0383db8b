package geo

import "slices"

// fewer is how many elements are sorted by insertion.
const fewer = 7

// sortFirst puts the n nearest, or the n furthest, of all in front, in order. It is the quicksort of Jon L. Bentley and M. Douglas
// McIlroy, "Engineering a sort function", 1993, which leaves out the parts behind the n-th element: in this way places at the same
// distance come in the same order as from Redis. Where all are wanted they keep the order in which they were found.
func sortFirst(all []found, n int, reverse bool) {
	s := sorter{all, reverse}
	if n == len(all) {
		slices.SortFunc(all, func(a, b found) int {
			if c := s.compare(&a, &b); c != 0 {
				return c
			}
			return a.number - b.number
		})
		return
	}
	s.sort(0, len(all), n)
}

// sorter orders elements by their distance.
type sorter struct {
	all     []found
	reverse bool
}

func (s *sorter) compare(a, b *found) int {
	c := 0
	switch {
	case a.metres < b.metres:
		c = -1
	case a.metres > b.metres:
		c = 1
	}
	if s.reverse {
		return -c
	}
	return c
}

func (s *sorter) at(i, j int) int { return s.compare(&s.all[i], &s.all[j]) }

func (s *sorter) swap(i, j int) { s.all[i], s.all[j] = s.all[j], s.all[i] }

// swapRange swaps n elements from i on with those from j on.
func (s *sorter) swapRange(i, j, n int) {
	for k := range n {
		s.swap(i+k, j+k)
	}
}

// sort orders the elements from lo to below hi, as far as they stand before n.
func (s *sorter) sort(lo, hi, n int) {
	for lo < n && hi-lo > 1 {
		if hi-lo < fewer {
			s.insert(lo, hi)
			return
		}
		less, more := s.partition(lo, hi)
		s.sort(lo, less, n)
		lo = more
	}
}

// insert orders a few elements.
func (s *sorter) insert(lo, hi int) {
	for i := lo + 1; i < hi; i++ {
		for j := i; j > lo && s.at(j-1, j) > 0; j-- {
			s.swap(j, j-1)
		}
	}
}

// partition puts what is less than a pivot before what equals it, and what is more behind; it returns where the first ends and where
// the last begins.
func (s *sorter) partition(lo, hi int) (less, more int) {
	s.swap(lo, s.pivot(lo, hi))
	// What equals the pivot gathers at both ends: before a and behind d.
	a, b, c, d := lo+1, lo+1, hi-1, hi-1
	for {
		for b <= c {
			o := s.at(b, lo)
			if o > 0 {
				break
			}
			if o == 0 {
				s.swap(a, b)
				a++
			}
			b++
		}
		for b <= c {
			o := s.at(c, lo)
			if o < 0 {
				break
			}
			if o == 0 {
				s.swap(c, d)
				d--
			}
			c--
		}
		if b > c {
			break
		}
		s.swap(b, c)
		b++
		c--
	}
	n := min(a-lo, b-a)
	s.swapRange(lo, b-n, n)
	n = min(d-c, hi-1-d)
	s.swapRange(b, hi-n, n)
	return lo + b - a, hi - (d - c)
}

// pivot chooses the middle of three elements, or of three such choices.
func (s *sorter) pivot(lo, hi int) int {
	n := hi - lo
	first, middle, last := lo, lo+n/2, hi-1
	if n == fewer {
		return middle
	}
	if n > 40 {
		step := n / 8
		first = s.median(first, first+step, first+2*step)
		middle = s.median(middle-step, middle, middle+step)
		last = s.median(last-2*step, last-step, last)
	}
	return s.median(first, middle, last)
}

func (s *sorter) median(i, j, k int) int {
	if s.at(i, j) < 0 {
		switch {
		case s.at(j, k) < 0:
			return j
		case s.at(i, k) < 0:
			return k
		}
		return i
	}
	switch {
	case s.at(j, k) > 0:
		return j
	case s.at(i, k) < 0:
		return i
	}
	return k
}
