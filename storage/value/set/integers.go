package set

import (
	"slices"
	"unsafe"
)

// integers is a large set of integers, in ascending order: runs of up to maxRun of them, in groups of up to maxGroup runs. It is a
// B+tree of three levels. Looking one up costs three binary searches; inserting moves a run and now and then a group, however large the
// set is. The zero value is an empty one.
type integers struct {
	groups []group
	count  int
	mem    int // bytes of heap
}

// group is a list of runs, never empty.
type group struct {
	low  int64 // no integer of the group is below, nor any of the groups before it above
	runs []run
}

const (
	maxGroup  = 128
	groupSize = int(unsafe.Sizeof(group{}))
	runSize   = int(unsafe.Sizeof(run{}))
)

// place is where an integer is: run j of group i.
type place struct{ group, run int }

// find returns the run that n belongs to, of a set that is not empty.
func (s *integers) find(n int64) place {
	i := 0
	for left := len(s.groups); left > 1; {
		half := left / 2
		if s.groups[i+half].low <= n {
			i += half
		}
		left -= half
	}
	runs, j := s.groups[i].runs, 0
	for left := len(runs); left > 1; {
		half := left / 2
		if runs[j+half].low <= n {
			j += half
		}
		left -= half
	}
	return place{i, j}
}

func (s *integers) run(p place) *run { return &s.groups[p.group].runs[p.run] }

// has reports whether n is a member.
func (s *integers) has(n int64) bool {
	if s.count == 0 {
		return false
	}
	r := s.run(s.find(n))
	if !r.holds(n) {
		return false
	}
	_, found := r.search(n)
	return found
}

// add adds n and reports whether it was missing.
func (s *integers) add(n int64) bool {
	if s.count == 0 {
		*s = integers{groups: []group{{low: n, runs: []run{single(n)}}}, count: 1}
		s.mem = groupSize + runSize + cap(s.groups[0].runs[0].data)
		return true
	}
	p := s.find(n)
	r := s.run(p)
	if r.holds(n) {
		if _, found := r.search(n); found {
			return false
		}
	}
	if r.len() == maxRun {
		p = s.split(p, n)
		r = s.run(p)
	}
	before := cap(r.data)
	r.add(n)
	s.mem += cap(r.data) - before
	s.groups[p.group].low = s.groups[p.group].runs[0].low
	s.count++
	return true
}

// split makes room for n in the full run at p and returns the run for it. Runs at either end of the set are not halved when n goes
// beyond them, so that integers in order fill their runs.
func (s *integers) split(p place, n int64) place {
	r := s.run(p)
	g := &s.groups[p.group]
	last := p.group == len(s.groups)-1 && p.run == len(g.runs)-1
	switch {
	case last && n > r.at(maxRun-1):
		return s.insert(place{p.group, p.run + 1}, run{low: n, width: 1})
	case p == place{} && n < r.at(0):
		return s.insert(p, run{low: n, width: 1})
	}
	before := cap(r.data)
	upper := r.cut()
	s.mem += cap(r.data) - before
	to := s.insert(place{p.group, p.run + 1}, upper)
	if n < upper.low {
		return s.before(to)
	}
	return to
}

// before returns the run before the one at p.
func (s *integers) before(p place) place {
	if p.run > 0 {
		return place{p.group, p.run - 1}
	}
	return place{p.group - 1, len(s.groups[p.group-1].runs) - 1}
}

// insert puts r at p, or into a new group where that one is full, and returns where it is.
func (s *integers) insert(p place, r run) place {
	g := &s.groups[p.group]
	if len(g.runs) == maxGroup {
		half := maxGroup / 2
		if p.run == maxGroup { // in order: leave this one full
			half = maxGroup - 1
		}
		upper := group{low: g.runs[half].low, runs: slices.Clone(g.runs[half:])}
		clear(g.runs[half:])
		g.runs = g.runs[:half]
		before := cap(s.groups)
		s.groups = slices.Insert(s.groups, p.group+1, upper)
		s.mem += (cap(s.groups)-before)*groupSize + cap(upper.runs)*runSize
		if p.run > half {
			p = place{p.group + 1, p.run - half}
		}
		g = &s.groups[p.group]
	}
	before := cap(g.runs)
	g.runs = slices.Insert(g.runs, p.run, r)
	s.mem += (cap(g.runs)-before)*runSize + cap(r.data)
	g.low = g.runs[0].low
	return p
}

// remove takes n out and reports whether it was a member.
func (s *integers) remove(n int64) bool {
	if s.count == 0 {
		return false
	}
	p := s.find(n)
	r := s.run(p)
	if !r.holds(n) {
		return false
	}
	i, found := r.search(n)
	if !found {
		return false
	}
	before := cap(r.data)
	r.remove(i)
	s.mem += cap(r.data) - before
	s.count--
	switch k := r.len(); {
	case s.count == 0:
		*s = integers{}
	case k == 0:
		s.drop(p)
	case k < maxRun/4:
		s.join(p)
	}
	return true
}

// drop removes the run at p, and its group when that is left with none.
func (s *integers) drop(p place) {
	g := &s.groups[p.group]
	s.mem -= cap(g.runs[p.run].data)
	g.runs = slices.Delete(g.runs, p.run, p.run+1)
	switch k := len(g.runs); {
	case k == 0:
		s.mem -= cap(g.runs) * runSize
		s.groups = slices.Delete(s.groups, p.group, p.group+1)
		return
	case k < maxGroup/4:
		s.joinGroups(max(p.group-1, 0))
	}
}

// join makes one run of the small one at p and a neighbour in its group, where they fill at most three quarters of it.
func (s *integers) join(p place) {
	runs := s.groups[p.group].runs
	if p.run+1 == len(runs) {
		p.run--
	}
	if p.run < 0 || runs[p.run].len()+runs[p.run+1].len() > maxRun*3/4 {
		return
	}
	r, next := &runs[p.run], &runs[p.run+1]
	before := cap(r.data)
	r.append(next, 0, next.len())
	s.mem += cap(r.data) - before
	s.drop(place{p.group, p.run + 1})
}

// joinGroups makes one group of group i and the next, where they fill at most three quarters of it.
func (s *integers) joinGroups(i int) {
	if i+1 >= len(s.groups) || len(s.groups[i].runs)+len(s.groups[i+1].runs) > maxGroup*3/4 {
		return
	}
	g, next := &s.groups[i], s.groups[i+1].runs
	s.mem -= (cap(g.runs) + cap(next)) * runSize
	g.runs = append(g.runs, next...)
	s.mem += cap(g.runs) * runSize
	s.groups = slices.Delete(s.groups, i+1, i+2)
}

// each calls fn with the integers in ascending order until it returns false, and reports whether it called fn with all.
func (s *integers) each(fn func(n int64) bool) bool {
	for i := range s.groups {
		for j := range s.groups[i].runs {
			r := &s.groups[i].runs[j]
			base, width := r.base(), int(r.width)
			for k := range r.len() {
				if !fn(intAt(r.data, width, k) + base) {
					return false
				}
			}
		}
	}
	return true
}

// rangeOf calls fn with the integers from low to high in ascending order until it returns false, and reports whether it called fn with
// all of them.
func (s *integers) rangeOf(low, high int64, fn func(n int64) bool) bool {
	if s.count == 0 {
		return true
	}
	p := s.find(low)
	for ; p.group < len(s.groups); p = (place{p.group + 1, 0}) {
		for ; p.run < len(s.groups[p.group].runs); p.run++ {
			r := s.run(p)
			for k := r.from(low); k < r.len(); k++ {
				n := r.at(k)
				if n > high {
					return true
				}
				if !fn(n) {
					return false
				}
			}
		}
	}
	return true
}

// random returns a member, each with the same probability over a uniform rnd: it draws places until it finds one that is taken. Runs and
// groups are at least a quarter full, but for a few.
func (s *integers) random(rnd uint64) int64 {
	runs, size := uint64(maxGroup), uint64(maxRun)
	if len(s.groups) == 1 {
		if runs = uint64(len(s.groups[0].runs)); runs == 1 {
			size = uint64(s.count)
		}
	}
	for {
		x := mix(&rnd)
		g := &s.groups[x>>40*uint64(len(s.groups))>>24]
		i, k := x>>20&(1<<20-1)*runs>>20, x&(1<<20-1)*size>>20
		if i < uint64(len(g.runs)) && k < uint64(g.runs[i].len()) {
			return g.runs[i].at(int(k))
		}
	}
}

// min and max of a set that is not empty.
func (s *integers) min() int64 { return s.groups[0].runs[0].at(0) }

func (s *integers) max() int64 {
	g := &s.groups[len(s.groups)-1]
	r := &g.runs[len(g.runs)-1]
	return r.at(r.len() - 1)
}

// clone shares nothing with s.
func (s *integers) clone() integers {
	c := integers{count: s.count, groups: make([]group, len(s.groups))}
	c.mem = len(s.groups) * groupSize
	for i := range s.groups {
		from := &s.groups[i]
		to := group{low: from.low, runs: make([]run, len(from.runs))}
		for j := range from.runs {
			to.runs[j] = from.runs[j].clone()
			c.mem += cap(to.runs[j].data)
		}
		c.groups[i] = to
		c.mem += cap(to.runs) * runSize
	}
	return c
}
