package set

import "redstart/storage/table"

// maxRun is the most integers of a run: an insertion moves half of them, at most 4 KiB.
const maxRun = 512

// run is some integers of a large set, ascending, each kept as its distance from a base in the middle of the span that the width can
// express from low on. So a million integers near one another take two bytes each.
type run struct {
	low   int64 // no integer of the run is below
	data  []byte
	width uint8
}

// spanWidth returns the smallest width of a run from low to high.
func spanWidth(low, high int64) int {
	switch span := uint64(high) - uint64(low); {
	case span < 1<<8:
		return 1
	case span < 1<<16:
		return 2
	case span < 1<<24:
		return 3
	case span < 1<<32:
		return 4
	}
	return 8
}

// base is what the integers are counted from; sums and differences wrap around.
func (r *run) base() int64 {
	if r.width == 8 {
		return 0
	}
	return r.low + 1<<(8*r.width-1)
}

// len is the number of integers.
func (r *run) len() int { return len(r.data) / int(r.width) }

// at returns integer i.
func (r *run) at(i int) int64 { return intAt(r.data, int(r.width), i) + r.base() }

// holds reports whether n could be in the run as it is: it is not below low, and not too far.
func (r *run) holds(n int64) bool {
	return n >= r.low && (r.width == 8 || (uint64(n)-uint64(r.low))>>(8*r.width) == 0)
}

// search returns where n, which the run holds, is or belongs.
func (r *run) search(n int64) (i int, found bool) {
	return searchInts(r.data, int(r.width), n-r.base())
}

// from returns the place of the first integer that is not below n.
func (r *run) from(n int64) int {
	switch {
	case n <= r.low:
		return 0
	case !r.holds(n):
		return r.len()
	}
	i, _ := r.search(n)
	return i
}

// add puts n into a run that is not full and in which it is not.
func (r *run) add(n int64) {
	if !r.holds(n) {
		low, high := n, n
		if k := r.len(); k > 0 {
			low, high = min(n, r.at(0)), max(n, r.at(k-1))
		}
		r.recode(low, spanWidth(low, high))
	}
	i, _ := r.search(n)
	r.reserve(int(r.width))
	r.data = insertInt(r.data, int(r.width), i, n-r.base())
}

// recode writes the run anew, for integers from low on of another width.
func (r *run) recode(low int64, width int) {
	k := r.len()
	to := run{low: low, width: uint8(width), data: makeInts((k + 1) * width)}
	for i := range k {
		to.data = appendInt(to.data, width, r.at(i)-to.base())
	}
	*r = to
}

// append adds the integers of o from place i to j, all above those of r.
func (r *run) append(o *run, i, j int) {
	low, high := o.at(i), o.at(j-1)
	if k := r.len(); k > 0 {
		low = r.at(0)
	}
	if width := spanWidth(low, high); r.len() == 0 || width > int(r.width) || !r.holds(high) {
		r.recode(low, width)
	}
	r.reserve((j - i) * int(r.width))
	for ; i < j; i++ {
		r.data = appendInt(r.data, int(r.width), o.at(i)-r.base())
	}
}

// remove takes out integer i.
func (r *run) remove(i int) {
	r.data = removeInt(r.data, int(r.width), i)
	if 2*table.ClassSize(len(r.data)) < cap(r.data) {
		r.data = append(makeInts(len(r.data)), r.data...)
	}
}

// reserve makes room for size bytes, and for an eighth more than there are.
func (r *run) reserve(size int) {
	if want := len(r.data) + size; want > cap(r.data) {
		want = min(want+want/8, max(want, maxRun*int(r.width)))
		r.data = append(makeInts(want), r.data...)
	}
}

// makeInts returns an empty slice with room for size bytes that fills an allocation.
func makeInts(size int) []byte { return make([]byte, 0, table.ClassSize(size)) }

// clone shares nothing with r.
func (r run) clone() run {
	r.data = append(makeInts(len(r.data)), r.data...)
	return r
}

// cut splits off the upper half of the integers.
func (r *run) cut() run {
	k := r.len()
	lower := run{width: 1}
	lower.append(r, 0, k/2)
	upper := run{width: 1}
	upper.append(r, k/2, k)
	*r = lower
	return upper
}

// single is a run of one integer.
func single(n int64) run {
	r := run{low: n, width: 1}
	r.add(n)
	return r
}
