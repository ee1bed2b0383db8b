package set

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// script is what a fuzzer chose, byte by byte; zeros follow.
type script []byte

func (s *script) take() int {
	if len(*s) == 0 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return int(b)
}

// member is one of few enough that many meet: small and large integers, words, and what almost is an integer.
func (s *script) member() pack.Entry {
	kind, n := s.take()%8, s.take()
	switch kind {
	case 0, 1:
		return pack.Entry{Int: int64(int8(n))}
	case 2:
		return pack.Entry{Int: int64(n-128) << 8}
	case 3:
		return pack.Entry{Int: int64(n-128) << 20}
	case 4:
		return pack.Entry{Int: int64(int8(n)) << 56}
	case 5:
		return entry("0" + strconv.Itoa(n))
	case 6:
		return entry("")
	}
	return entry("member:" + strconv.Itoa(n))
}

// FuzzSet changes a set and a map in the same way, under limits that force conversions, and stores the set in a record now and then.
func FuzzSet(f *testing.F) {
	f.Add([]byte{9, 9, 3, 0, 0, 1, 0, 0, 2, 0, 2, 7, 0, 4, 4, 1, 0, 1, 5, 0, 6, 2}, uint64(1))
	f.Add([]byte{255, 255, 20, 6, 255, 0, 0, 6, 200, 5, 0, 7, 30, 4, 100, 6, 255, 7, 1, 3}, uint64(2))
	f.Add([]byte{255, 0, 2, 6, 255, 0, 1, 6, 255, 1, 9, 8, 0, 7, 0, 2, 1, 3, 4, 7}, uint64(3))
	f.Fuzz(func(t *testing.T, raw []byte, seed uint64) {
		s := script(raw)
		lim := Limits{int64(s.take()), int64(s.take()), int64(s.take())}
		c := checker{t: t, lim: &lim, model: map[string]bool{}, rnd: rand.New(rand.NewPCG(seed, seed))}
		for step := 1; len(s) > 0 && step < 300; step++ {
			c.step(&s)
			if c.set.Len() != len(c.model) {
				t.Fatalf("step %d: %d members, want %d", step, c.set.Len(), len(c.model))
			}
			if step%32 == 0 {
				c.check()
			}
		}
		c.check()
	})
}

type checker struct {
	t     *testing.T
	lim   *Limits
	set   Set
	model map[string]bool
	rnd   *rand.Rand
}

func (c *checker) step(s *script) {
	switch s.take() % 9 {
	case 0, 1:
		e := s.member()
		if c.set.Add(e, c.lim) == c.model[text(e)] {
			c.t.Fatalf("adding %q", text(e))
		}
		c.model[text(e)] = true
	case 2, 3:
		e := s.member()
		if c.set.Remove(e) != c.model[text(e)] {
			c.t.Fatalf("removing %q", text(e))
		}
		delete(c.model, text(e))
	case 4:
		if len(c.model) > 0 {
			c.set.Pop(c.rnd.Uint64, c.taken)
		}
	case 5:
		if n := s.take(); n < len(c.model) {
			c.set.Take(n, c.rnd.Uint64, c.lim, c.taken)
		}
	case 6:
		c.many(s.take()*8, s.take())
	case 7:
		c.store()
	case 8:
		c.lim = &Limits{int64(s.take()) * 10, int64(s.take()) * 10, int64(s.take())}
		c.set.Expect(s.take(), c.lim)
	}
}

func (c *checker) taken(e pack.Entry) {
	if !c.model[text(e)] {
		c.t.Fatalf("took %q", text(e))
	}
	delete(c.model, text(e))
}

// many adds or removes a row of integers.
func (c *checker) many(n, how int) {
	for i := range n {
		e := pack.Entry{Int: int64(i*(how+1)) - 1000}
		if how&1 == 1 {
			e.Int = -e.Int
		}
		if how&2 == 2 && c.model[text(e)] {
			c.set.Remove(e)
			delete(c.model, text(e))
		} else {
			c.set.Add(e, c.lim)
			c.model[text(e)] = true
		}
	}
}

// store puts the set into a record and takes it out again, as a command does.
func (c *checker) store() {
	if l := c.set.Large(); l != nil {
		r := table.NewObject(table.KindSet, []byte("k"), l.Clone(), 0, 0)
		c.set.Open(r, nil)
		return
	}
	if c.set.Len() > 0 {
		c.set.Open(table.NewPacked(table.KindSet, uint8(c.set.Encoding()), []byte("k"), c.set.Packed(), 0, 0), make([]byte, 0, 64))
	}
}

func (c *checker) check() {
	c.t.Helper()
	want := make([]string, 0, len(c.model))
	for m := range c.model {
		want = append(want, m)
	}
	got := members(&c.set)
	slices.Sort(got)
	slices.Sort(want)
	if c.set.Len() != len(want) || !slices.Equal(got, want) {
		c.t.Fatalf("%v has %d members %q, want %d %q", c.set.Encoding(), c.set.Len(), got, len(want), want)
	}
	for _, m := range want {
		if !c.set.Has(entry(m)) {
			c.t.Fatalf("%q is not found", m)
		}
	}
	if c.set.Encoding() == Intset && len(want) > 0 {
		if _, ok := pack.ParseInt([]byte(want[0])); !ok {
			c.t.Fatalf("%q in an intset", want[0])
		}
	}
	if l := c.set.Large(); l != nil {
		checkIntegers(c.t, &l.ints)
	}
}

// checkIntegers tests the invariants of the tree.
func checkIntegers(t *testing.T, s *integers) {
	t.Helper()
	n, mem := 0, cap(s.groups)*groupSize
	for i := range s.groups {
		g := &s.groups[i]
		mem += cap(g.runs) * runSize
		if len(g.runs) == 0 || len(g.runs) > maxGroup || g.low > g.runs[0].low {
			t.Fatalf("group %d of %d runs from %d", i, len(g.runs), g.low)
		}
		for j := range g.runs {
			r := &g.runs[j]
			mem += cap(r.data)
			if n += r.len(); r.len() == 0 || r.len() > maxRun || r.low > r.at(0) {
				t.Fatalf("run of %d from %d", r.len(), r.low)
			}
		}
	}
	last, first := int64(0), true
	s.each(func(v int64) bool {
		if !first && v <= last {
			t.Fatalf("%d after %d", v, last)
		}
		last, first = v, false
		return true
	})
	if n != s.count || mem != s.mem {
		t.Fatalf("%d integers, counted %d; %d bytes, counted %d", n, s.count, mem, s.mem)
	}
}

// FuzzScan walks over a set whose other members come and go, and finds those that stay.
func FuzzScan(f *testing.F) {
	f.Add(uint64(1), uint16(500), uint16(500), byte(10))
	f.Add(uint64(2), uint16(3000), uint16(0), byte(1))
	f.Add(uint64(3), uint16(0), uint16(3000), byte(100))
	f.Add(uint64(4), uint16(2), uint16(0), byte(1))
	f.Fuzz(func(t *testing.T, seed uint64, ints, strings uint16, count byte) {
		rnd := rand.New(rand.NewPCG(seed, seed))
		s := New(Hashtable, nil)
		stay := map[string]bool{}
		for i := range int(ints % 4000) {
			stay[strconv.Itoa(i/2*(i%3-1))] = true
		}
		for i := range int(strings % 4000) {
			stay["s"+strconv.Itoa(i)] = true
		}
		for m := range stay {
			s.Add(entry(m), &redis)
		}
		for cursor, calls := uint64(0), 0; ; calls++ {
			given := 0
			cursor = s.Scan(cursor, int(count)+1, func(e pack.Entry) {
				given++
				delete(stay, text(e))
				if !s.Has(e) {
					t.Fatalf("%q is no member", text(e))
				}
			})
			if cursor == 0 {
				break
			}
			if given == 0 || calls > 20000 {
				t.Fatalf("call %d gave %d, cursor %d", calls, given, cursor)
			}
			for range 20 {
				n := rnd.IntN(10000)
				s.Add(entry("other"+strconv.Itoa(n)), &redis)
				s.Remove(entry("other" + strconv.Itoa(rnd.IntN(10000))))
				s.Add(pack.Entry{Int: int64(n)*7 + 1e6}, &redis)
				s.Remove(pack.Entry{Int: int64(rnd.IntN(10000))*7 + 1e6})
			}
		}
		if len(stay) > 0 {
			t.Fatalf("%d members were not given", len(stay))
		}
	})
}

// FuzzCombine compares what is made of sets of all encodings with what is made of maps.
func FuzzCombine(f *testing.F) {
	f.Add(uint64(1), byte(2))
	f.Add(uint64(2), byte(3))
	f.Add(uint64(3), byte(6))
	f.Fuzz(func(t *testing.T, seed uint64, n byte) {
		rnd := rand.New(rand.NewPCG(seed, seed))
		sets := make([]Set, 1+n%7)
		models := make([]map[string]bool, len(sets))
		span := 1 + rnd.IntN(2000)
		for i := range sets {
			models[i] = map[string]bool{}
			lim := Limits{rnd.Int64N(1000), rnd.Int64N(400), 10}
			words := rnd.IntN(3) // of three members how many are words
			for range rnd.IntN(1 << rnd.IntN(11)) {
				e := pack.Entry{Int: int64(rnd.IntN(span) - span/3)}
				if rnd.IntN(3) < words {
					e = entry("w" + strconv.Itoa(int(e.Int)))
				}
				sets[i].Add(e, &lim)
				models[i][text(e)] = true
			}
		}
		inter, union, diff := map[string]bool{}, map[string]bool{}, map[string]bool{}
		for i := range models {
			for m := range models[i] {
				union[m] = true
				in := 0
				for j := range models {
					if models[j][m] {
						in++
					}
				}
				if in == len(models) {
					inter[m] = true
				}
				if i == 0 && in == 1 {
					diff[m] = true
				}
			}
		}
		same := func(op string, want map[string]bool, run func(emit func(pack.Entry))) {
			got := 0
			run(func(e pack.Entry) {
				got++
				if !want[text(e)] {
					t.Fatalf("%s has %q", op, text(e))
				}
			})
			if got != len(want) {
				t.Fatalf("%s has %d members, want %d", op, got, len(want))
			}
		}
		same("difference", diff, func(emit func(pack.Entry)) { Diff(slices.Clone(sets), emit) })
		same("union", union, func(emit func(pack.Entry)) { Union(slices.Clone(sets), emit) })
		same("intersection", inter, func(emit func(pack.Entry)) {
			Inter(sets, func(e pack.Entry) bool { emit(e); return true })
		})
	})
}
