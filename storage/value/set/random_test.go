package set

import (
	"math"
	"math/rand/v2"
	"testing"

	"redstart/storage/value/pack"
)

// uniform draws from a set until each member is expected often enough, and fails if the counts are far from equal: Pearson's chi-square
// beyond five standard deviations. Seeds are fixed.
func uniform(t *testing.T, name string, s *Set, each int, draw func(rnd Random, count func(pack.Entry))) {
	t.Helper()
	seen := map[string]int{}
	total := 0
	rnd := rand.New(rand.NewPCG(1, 2)).Uint64
	for total < each*s.Len() {
		draw(rnd, func(e pack.Entry) {
			seen[text(e)]++
			total++
		})
	}
	expected := float64(total) / float64(s.Len())
	chi := 0.0
	s.Each(func(e pack.Entry) bool {
		d := float64(seen[text(e)]) - expected
		chi += d * d / expected
		return true
	})
	freedom := float64(s.Len() - 1)
	if limit := freedom + 5*math.Sqrt(2*freedom); chi > limit || len(seen) != s.Len() {
		t.Errorf("%s: chi-square %.0f, limit %.0f; %d of %d members seen", name, chi, limit, len(seen), s.Len())
	}
}

// ragged is a set of integers with runs and groups of all sizes.
func ragged() Set {
	s := New(Hashtable, nil)
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 100_000 {
		s.large.ints.add(rnd.Int64N(1 << 40))
	}
	n := 0
	s.Each(func(e pack.Entry) bool {
		n++
		return true
	})
	var out []int64
	s.large.ints.each(func(v int64) bool {
		if v > 1<<38 && rnd.IntN(40) > 0 {
			out = append(out, v)
		}
		return true
	})
	for _, v := range out {
		s.large.ints.remove(v)
	}
	return s
}

func TestRandomIsUniform(t *testing.T) {
	fixed := []struct {
		name string
		all  []string
	}{
		{"intset", numbers(50)},
		{"listpack", words(50)},
		{"listpack of both", append(words(20), numbers(20)...)},
		{"table", words(1000)},
		{"runs", numbers(2000)},
		{"table and runs", append(words(300), numbers(700)...)},
		{"one", words(1)},
	}
	sets := map[string]Set{"ragged runs": ragged()}
	for _, f := range fixed {
		sets[f.name] = build(&redis, f.all...)
	}
	for name, s := range sets {
		each := 30
		if s.Len() > 10_000 {
			each = 15
		}
		uniform(t, name+", one", &s, each, func(rnd Random, count func(pack.Entry)) { count(s.Random(rnd)) })
		for _, n := range []int{s.Len() / 20, s.Len() / 3, s.Len()} {
			if n > 0 {
				uniform(t, name+", some", &s, each, func(rnd Random, count func(pack.Entry)) { s.Sample(n, rnd, count) })
			}
		}
	}
}

func TestPopIsUniform(t *testing.T) {
	for _, all := range [][]string{numbers(20), words(20), words(200), numbers(600), append(words(150), numbers(50)...)} {
		whole := build(&redis, all...)
		uniform(t, "pop", &whole, 30, func(rnd Random, count func(pack.Entry)) {
			s := build(&redis, all...)
			for range len(all) / 4 {
				s.Pop(rnd, count)
			}
		})
		for _, n := range []int{len(all) / 10, len(all) * 9 / 10} {
			uniform(t, "take", &whole, 30, func(rnd Random, count func(pack.Entry)) {
				s := build(&redis, all...)
				s.Take(n, rnd, &redis, count)
			})
		}
	}
}

func TestSampleIsDistinct(t *testing.T) {
	for _, all := range [][]string{numbers(100), words(100), words(1000), numbers(3000), append(words(300), numbers(3000)...)} {
		s := build(&redis, all...)
		for _, n := range []int{0, 1, len(all) / 20, len(all) / 2, len(all)} {
			seen := map[string]bool{}
			s.Sample(n, rand.Uint64, func(e pack.Entry) { seen[text(e)] = true })
			if len(seen) != n {
				t.Errorf("%d of %d: %d different ones", n, len(all), len(seen))
			}
			for m := range seen {
				if !s.Has(entry(m)) {
					t.Errorf("%q is no member", m)
				}
			}
		}
	}
}
