package set

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// redis are the limits that Redis has by default.
var redis = Limits{IntsetEntries: 512, ListpackEntries: 128, ListpackValue: 64}

func entry(s string) pack.Entry { return pack.Parse([]byte(s)) }

func text(e pack.Entry) string { return string(e.Append(nil)) }

func members(s *Set) []string {
	var all []string
	s.Each(func(e pack.Entry) bool {
		all = append(all, text(e))
		return true
	})
	return all
}

// numbers are the integers from 0 to n-1, as words.
func numbers(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = strconv.Itoa(i)
	}
	return all
}

// words are n members that are no integers.
func words(n int) []string {
	all := numbers(n)
	for i := range all {
		all[i] = "m" + all[i]
	}
	return all
}

func build(lim *Limits, all ...string) Set {
	var s Set
	for _, m := range all {
		s.Add(entry(m), lim)
	}
	return s
}

// TestConversions holds the encodings against what redis-server 8.0.2 showed for the same members and limits.
func TestConversions(t *testing.T) {
	small := Limits{IntsetEntries: 200, ListpackEntries: 20, ListpackValue: 8}
	tests := []struct {
		name    string
		lim     Limits
		members []string
		want    Encoding
	}{
		{"integers", redis, numbers(512), Intset},
		{"too many integers", redis, numbers(513), Hashtable},
		{"words", redis, words(128), Listpack},
		{"too many words", redis, words(129), Hashtable},
		{"word of 64", redis, []string{strings.Repeat("x", 64)}, Listpack},
		{"word of 65", redis, []string{strings.Repeat("x", 65)}, Hashtable},
		{"19 integers and a word", small, append(numbers(19), "a"), Listpack},
		{"20 integers and a word", small, append(numbers(20), "a"), Hashtable},
		{"19 integers and a long word", small, append(numbers(19), strings.Repeat("a", 9)), Hashtable},
		{"long integer before a word", small, []string{"123456789", "a"}, Hashtable},
		{"long integer after a word", small, []string{"a", "123456789"}, Hashtable},
		{"long negative integer before a word", small, []string{"-12345678", "a"}, Hashtable},
		{"no listpack", Limits{IntsetEntries: 5}, []string{"1", "a"}, Hashtable},
		{"no listpack, only integers", Limits{IntsetEntries: 5}, []string{"1", "2"}, Intset},
		{"large intset", Limits{IntsetEntries: 1e6}, numbers(100000), Intset},
		{"large listpack", Limits{ListpackEntries: 1e6, ListpackValue: 100}, words(20000), Listpack},
		{"large intset and a word", Limits{IntsetEntries: 1e6, ListpackEntries: 1e6, ListpackValue: 100}, append(numbers(5000), "a"), Listpack},
		{"large intset and a long word", Limits{IntsetEntries: 1e6, ListpackEntries: 1e6, ListpackValue: 2}, append(numbers(5000), "a"), Hashtable},
	}
	for _, tt := range tests {
		s := build(&tt.lim, tt.members...)
		if s.Encoding() != tt.want || s.Len() != len(tt.members) {
			t.Errorf("%s: %v of %d, want %v of %d", tt.name, s.Encoding(), s.Len(), tt.want, len(tt.members))
		}
		got := members(&s)
		slices.Sort(got)
		slices.Sort(tt.members)
		if !slices.Equal(got, tt.members) {
			t.Errorf("%s: other members", tt.name)
		}
	}
}

func TestFreshAndExpect(t *testing.T) {
	lim := Limits{IntsetEntries: 10, ListpackEntries: 128, ListpackValue: 64}
	tests := []struct {
		first string
		hint  int
		want  Encoding
	}{
		{"1", 10, Intset}, {"1", 11, Listpack}, {"a", 128, Listpack}, {"a", 129, Hashtable}, {"1", 129, Hashtable},
	}
	for _, tt := range tests {
		s := Fresh(entry(tt.first), tt.hint, &lim, nil)
		if s.Encoding() != tt.want || s.Len() != 0 {
			t.Errorf("new set for %q and %d: %v, want %v", tt.first, tt.hint, s.Encoding(), tt.want)
		}
	}
	s := build(&lim, "1", "2")
	if s.Expect(10, &lim); s.Encoding() != Intset {
		t.Errorf("10 expected: %v", s.Encoding())
	}
	if s.Expect(11, &lim); s.Encoding() != Hashtable || s.Len() != 2 || !s.Has(entry("2")) {
		t.Errorf("11 expected: %v %v", s.Encoding(), members(&s))
	}
	s = build(&lim, "1", "a")
	if s.Expect(129, &lim); s.Encoding() != Hashtable {
		t.Errorf("129 expected: %v", s.Encoding())
	}
}

func TestOrderOfPackedMembers(t *testing.T) {
	s := build(&redis, "5", "3", "-1", "9")
	if got := fmt.Sprint(members(&s)); got != "[-1 3 5 9]" {
		t.Errorf("intset: %s", got)
	}
	for _, m := range []string{"x", "b", "1"} {
		s.Add(entry(m), &redis)
	}
	s.Remove(entry("3"))
	if got := fmt.Sprint(members(&s)); got != "[-1 5 9 x b 1]" {
		t.Errorf("listpack: %s", got)
	}
}

// TestEditLeavesTheRecord: a packed set is copied before it is changed.
func TestEditLeavesTheRecord(t *testing.T) {
	for _, all := range [][]string{{"1", "2", "300"}, {"a", "1", "b"}} {
		s := build(&redis, all...)
		r := table.NewPacked(table.KindSet, uint8(s.Encoding()), []byte("k"), s.Packed(), 0, 0)
		before := string(r.Value())
		var e Set
		e.Open(r, make([]byte, 0, 100))
		e.Remove(entry("1"))
		e.Add(entry("70000"), &redis)
		e.Pop(rand.Uint64, func(pack.Entry) {})
		if string(r.Value()) != before {
			t.Error("the record has changed")
		}
		if of := Of(r); of.Len() != 3 || e.Len() != 2 {
			t.Errorf("%d members in the record, %d in the copy", of.Len(), e.Len())
		}
	}
	if none := Of(table.Record{}); none.Len() != 0 || none.Has(entry("1")) || len(members(&none)) != 0 {
		t.Error("no record is no empty set")
	}
}

func TestNarrow(t *testing.T) {
	s := New(Listpack, nil)
	for _, m := range numbers(300) {
		s.AddNew(entry(m), &redis)
	}
	if s.Encoding() != Hashtable {
		t.Fatalf("built as %v", s.Encoding())
	}
	if s.Narrow(&redis); s.Encoding() != Intset || s.Len() != 300 || s.Large() != nil {
		t.Errorf("%v of %d", s.Encoding(), s.Len())
	}
	for _, all := range [][]string{append(numbers(300), "a"), numbers(513)} {
		s = build(&redis, all...)
		if s.Narrow(&redis); s.Encoding() != Hashtable || s.Len() != len(all) {
			t.Errorf("%v of %d", s.Encoding(), s.Len())
		}
	}
}

func TestTakeConverts(t *testing.T) {
	long := words(1000)
	for i := range long {
		long[i] += strings.Repeat("x", 70)
	}
	tests := []struct {
		name  string
		all   []string
		count int
		want  Encoding
	}{
		{"nearly all of a hashtable", words(1000), 990, Listpack},
		{"nearly all integers of a hashtable", numbers(1000), 990, Listpack},
		{"most of a hashtable", words(1000), 834, Hashtable},
		{"some of a hashtable", words(1000), 100, Hashtable},
		{"nearly all of long words", long, 999, Hashtable},
		{"of a listpack", words(100), 99, Listpack},
		{"some of a listpack", words(100), 9, Listpack},
		{"of an intset", numbers(500), 490, Intset},
		{"some of an intset", numbers(500), 9, Intset},
	}
	for _, tt := range tests {
		s := build(&redis, tt.all...)
		left := map[string]bool{}
		for _, m := range tt.all {
			left[m] = true
		}
		taken := 0
		s.Take(tt.count, rand.Uint64, &redis, func(e pack.Entry) {
			taken++
			delete(left, text(e))
		})
		if taken != tt.count || s.Len() != len(left) || len(left) != len(tt.all)-tt.count || s.Encoding() != tt.want {
			t.Errorf("%s: took %d, %d are left in %v, want %d in %v", tt.name, taken, s.Len(), s.Encoding(), len(left), tt.want)
		}
		for m := range left {
			if !s.Has(entry(m)) {
				t.Errorf("%s: %s is gone", tt.name, m)
			}
		}
	}
}

func TestCombine(t *testing.T) {
	mixed := append(words(50), numbers(50)...)
	sets := [][]string{mixed, numbers(700), words(300), {"7", "m7", "other"}, nil, numbers(30)}
	for mask := 1; mask < 1<<len(sets); mask++ {
		var in []Set
		count := map[string]int{}
		var first []string
		for i, all := range sets {
			if mask>>i&1 == 0 {
				continue
			}
			if len(in) == 0 {
				first = all
			}
			in = append(in, build(&redis, all...))
			for _, m := range all {
				count[m]++
			}
		}
		var inter, union, diff []string
		for m, n := range count {
			union = append(union, m)
			if n == len(in) {
				inter = append(inter, m)
			}
			if n == 1 && slices.Contains(first, m) {
				diff = append(diff, m)
			}
		}
		var got []string
		collect := func(e pack.Entry) { got = append(got, text(e)) }
		check := func(op string, want []string) {
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s of %b: %d members, want %d", op, mask, len(got), len(want))
			}
			got = nil
		}
		Diff(slices.Clone(in), collect)
		check("difference", diff)
		Union(slices.Clone(in), collect)
		check("union", union)
		Inter(slices.Clone(in), func(e pack.Entry) bool { collect(e); return true })
		check("intersection", inter)
		if len(inter) > 0 {
			Inter(in, func(e pack.Entry) bool { collect(e); return false })
			check("begin of the intersection", got[:1:1])
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	s := build(&redis, append(words(300), numbers(2000)...)...)
	c := s.Large().Clone().(*Large)
	if c.Encoding() != "hashtable" || c.Len() != 2300 {
		t.Fatalf("%s of %d", c.Encoding(), c.Len())
	}
	for _, m := range append(words(300), numbers(2000)...) {
		if !c.has(entry(m)) {
			t.Fatalf("%s is missing", m)
		}
	}
	for i := range 1000 {
		c.remove(entry(strconv.Itoa(i)))
		c.add(entry(strconv.Itoa(i + 5000)))
	}
	c.remove(entry("m1"))
	if s.Len() != 2300 || !s.Has(entry("7")) || s.Has(entry("5000")) || !s.Has(entry("m1")) {
		t.Error("the original has changed")
	}
}

func TestExtremeIntegers(t *testing.T) {
	var ints integers
	all := []int64{math.MinInt64, math.MaxInt64, 0, -1, 1, math.MinInt64 + 1, math.MaxInt64 - 1, 1 << 32, -1 << 32, 1<<31 - 1, -1 << 31}
	for _, n := range all {
		if !ints.add(n) || ints.add(n) || !ints.has(n) {
			t.Errorf("adding %d", n)
		}
	}
	slices.Sort(all)
	var got []int64
	ints.each(func(n int64) bool { got = append(got, n); return true })
	if !slices.Equal(got, all) || ints.min() != math.MinInt64 || ints.max() != math.MaxInt64 {
		t.Errorf("%v", got)
	}
	for _, n := range all {
		if !ints.remove(n) || ints.remove(n) || ints.has(n) {
			t.Errorf("removing %d", n)
		}
	}
	if ints.count != 0 || ints.mem != 0 {
		t.Errorf("%d left, %d bytes", ints.count, ints.mem)
	}
}

// TestIntegersUnderChange has a tree of several groups grow and shrink, in order and at random, near one another and far apart.
func TestIntegersUnderChange(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, span := range []int64{60_000, 1 << 40} {
		var s integers
		model := map[int64]bool{}
		change := func(n int64, add bool) {
			if add && s.add(n) == model[n] || !add && s.remove(n) != model[n] {
				t.Fatalf("changing %d, which is there: %v", n, model[n])
			}
			if model[n] = add; !add {
				delete(model, n)
			}
		}
		for i := range 60_000 {
			change(rnd.Int64N(span)-span/2, i%5 != 0)
		}
		for i := range int64(60_000) {
			change(i, i%7 != 0)
			change(-i*3, i%7 != 3)
		}
		checkIntegers(t, &s)
		if s.count != len(model) {
			t.Fatalf("%d integers, want %d", s.count, len(model))
		}
		for n := range model {
			if change(n, false); s.count%40_000 == 0 {
				checkIntegers(t, &s)
			}
		}
		if s.count != 0 || s.mem != 0 {
			t.Errorf("%d left, %d bytes", s.count, s.mem)
		}
	}
}

// TestIntegersAreSmall: Redis' intset of a million integers takes 4 bytes for each.
func TestIntegersAreSmall(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	tests := []struct {
		name string
		next func(i int) int64
		most float64 // bytes an integer
	}{
		{"in order", func(i int) int64 { return int64(i) }, 2.2},
		{"downwards", func(i int) int64 { return int64(-i) }, 2.2},
		{"near one another", func(int) int64 { return rnd.Int64N(1e6) }, 3.5},
		{"of 32 bits", func(int) int64 { return rnd.Int64N(1 << 32) }, 5},
	}
	for _, tt := range tests {
		var s integers
		for i := 0; s.count < 200_000; i++ {
			s.add(tt.next(i))
		}
		if got := float64(s.mem) / float64(s.count); got > tt.most {
			t.Errorf("%s: %.2f bytes an integer", tt.name, got)
		} else {
			t.Logf("%s: %.2f bytes an integer", tt.name, got)
		}
	}
}

func BenchmarkIntegers(b *testing.B) {
	var s integers
	for i := range int64(1_000_000) {
		s.add(i * 3)
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	b.Run("has", func(b *testing.B) {
		for b.Loop() {
			s.has(rnd.Int64N(3_000_000))
		}
	})
	b.Run("change", func(b *testing.B) {
		for b.Loop() {
			n := rnd.Int64N(3_000_000)
			if !s.add(n) {
				s.remove(n)
			}
		}
	})
	b.Run("random", func(b *testing.B) {
		for b.Loop() {
			s.random(rnd.Uint64())
		}
	})
}
