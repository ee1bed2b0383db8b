package zset

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"redstart/storage/table"
)

// model is a sorted set as simply as possible.
type model []modelElement

type modelElement struct {
	member string
	score  float64
}

func (m model) index(member string) int {
	return slices.IndexFunc(m, func(e modelElement) bool { return e.member == member })
}

func (m model) with(member string, score float64) model {
	m = append(m, modelElement{member, score})
	slices.SortFunc(m, func(x, y modelElement) int {
		return cmp.Or(cmp.Compare(x.score, y.score), cmp.Compare(x.member, y.member))
	})
	return m
}

// bench is a set in a record, and its model.
type bench struct {
	r      table.Record
	model  model
	limits Limits
	buf    []byte
}

func (b *bench) edit() (s Set) {
	s.Open(b.r, b.buf[:0])
	return s
}

// keep stores a set as a command does, and compares it with the model.
func (b *bench) keep(t testing.TB, s *Set) {
	t.Helper()
	key := []byte("key")
	switch p, packed := s.Packed(); {
	case s.Len() == 0:
		b.r = table.Record{}
	case packed:
		b.r, b.buf = table.NewPacked(table.KindZSet, 0, key, p, 0, 0), p
	default:
		b.r = table.NewObject(table.KindZSet, key, s.Object(), 0, 0)
	}
	b.check(t)
}

func (b *bench) check(t testing.TB) {
	t.Helper()
	s := Of(b.r)
	if s.Len() != len(b.model) {
		t.Fatalf("%d elements, want %d", s.Len(), len(b.model))
	}
	i := 0
	Each(b.r, func(member []byte, score float64) bool {
		if e := b.model[i]; e.member != string(member) || e.score != score {
			t.Fatalf("element %d is %q %v, want %q %v", i, member, score, e.member, e.score)
		}
		i++
		return true
	})
	if s.large != nil {
		s.large.order.check(t)
		bytes := 0
		s.large.dict.All(func(r table.Record) bool {
			bytes += r.Size()
			return true
		})
		if bytes != s.large.bytes || s.large.dict.Len() != s.Len() {
			t.Fatalf("%d bytes in %d records, counted %d in %d", bytes, s.large.dict.Len(), s.large.bytes, s.Len())
		}
	} else if len(b.model) > b.limits.Entries {
		t.Fatalf("packed with %d elements", s.Len())
	}
	for _, rank := range []int{0, len(b.model) / 3, len(b.model) / 2, len(b.model) - 1} {
		b.checkElement(t, &s, rank)
	}
}

// checkElement asks for one element in every way.
func (b *bench) checkElement(t testing.TB, s *Set, rank int) {
	if rank < 0 || rank >= len(b.model) {
		return
	}
	want := b.model[rank]
	e, found := s.Find([]byte(want.member))
	if !found || e.Score != want.score || s.Rank(e) != rank {
		t.Fatalf("Find(%q) = %v %v, rank %d; want %v, rank %d", want.member, e.Score, found, s.Rank(e), want.score, rank)
	}
	for _, back := range []bool{false, true} {
		it, step := s.Iter(rank), 1
		if back {
			it, step = s.IterBack(rank), -1
		}
		for i := rank; ; i += step {
			m, score, ok := it.Next()
			if ok != (i >= 0 && i < len(b.model)) {
				t.Fatalf("a walk from %d (back: %v) has an element at %d: %v", rank, back, i, ok)
			}
			if !ok {
				break
			}
			if got := string(m.Append(nil)); got != b.model[i].member || score != b.model[i].score {
				t.Fatalf("a walk from %d (back: %v) has %q %v at %d", rank, back, got, score, i)
			}
		}
	}
	for _, tt := range []struct {
		bound Bound
		left  func(e modelElement) bool
	}{
		{First(), func(modelElement) bool { return false }},
		{Last(), func(modelElement) bool { return true }},
		{BeforeScore(want.score), func(e modelElement) bool { return e.score < want.score }},
		{AfterScore(want.score), func(e modelElement) bool { return e.score <= want.score }},
		{BeforeScore(want.score + 0.5), func(e modelElement) bool { return e.score < want.score+0.5 }},
	} {
		n := 0
		for n < len(b.model) && tt.left(b.model[n]) {
			n++
		}
		if got := s.Place(tt.bound); got != n {
			t.Fatalf("%d elements left of %+v, want %d", got, tt.bound, n)
		}
	}
}

// put adds a member or changes its score.
func (b *bench) put(t testing.TB, member string, score float64) {
	s := b.edit()
	if b.r.IsNil() {
		s = New(b.buf[:0], 1, len(member), b.limits)
	} else {
		s.Expect(1+len(b.model)%9, b.limits)
	}
	e, found := s.Find([]byte(member))
	if i := b.model.index(member); i >= 0 {
		b.model = slices.Delete(b.model, i, i+1)
		if !found {
			t.Fatalf("%q is lost", member)
		}
		s.SetScore(e, []byte(member), score)
	} else {
		if found {
			t.Fatalf("%q is found", member)
		}
		s.Insert(e, []byte(member), score, b.limits)
	}
	b.model = b.model.with(member, score)
	b.keep(t, &s)
}

func (b *bench) remove(t testing.TB, member string) {
	s := b.edit()
	e, found := s.Find([]byte(member))
	i := b.model.index(member)
	if found != (i >= 0) {
		t.Fatalf("Find(%q): %v", member, found)
	}
	if !found {
		return
	}
	s.Remove(e)
	b.model = slices.Delete(b.model, i, i+1)
	b.keep(t, &s)
}

func (b *bench) removeRange(t testing.TB, from, n int) {
	from = min(from, len(b.model))
	n = min(n, len(b.model)-from)
	s := b.edit()
	s.RemoveRange(from, n)
	b.model = slices.Delete(b.model, from, from+n)
	b.keep(t, &s)
}

// rebuild makes the set anew, as a whole.
func (b *bench) rebuild(t testing.TB) {
	var built Builder
	Each(b.r, func(member []byte, score float64) bool {
		built.Add(member, score+1)
		e, _ := built.Find(member)
		built.SetScore(e, score)
		return true
	})
	s := built.Set(b.buf[:0], b.limits)
	b.keep(t, &s)
}

// memberOf and scoreFrom make a member and a score of two bytes, many of them equal or near each other.
func memberOf(x byte) string {
	switch {
	case x < 40:
		return strconv.Itoa(int(x) - 20)
	case x == 40:
		return ""
	case x < 60:
		return "a long member, which is long: " + strconv.Itoa(int(x))
	}
	return "m" + strconv.Itoa(int(x))
}

func scoreFrom(x byte) float64 {
	switch {
	case x < 8:
		return [...]float64{math.Inf(1), math.Inf(-1), 0, 1 << 53, -1 << 60, 1e300, -1e-300, 0.1}[x]
	case x < 128:
		return float64(x / 16)
	}
	return float64(int(x)-190) / 4
}

// FuzzSet does the same to a set and to its model. The first bytes are the limits of packed sets.
func FuzzSet(f *testing.F) {
	f.Add([]byte("\x03\x20\x00ab\x00bc\x00cd\x00de\x01bc\x02\x01\x02\x03\x00\x00"))
	f.Add([]byte("\x80\x08\x00a\x07\x00\x28\x00\x00\x29\x01\x00a\xff\x04\x02\x00\x01\x05"))
	f.Add([]byte("\xff\xff\x00\x02\x09\x00\x03\x08\x06\x00\x04\x07\x01\x02\x03\x02\x00\x09"))
	f.Fuzz(func(t *testing.T, script []byte) {
		take := func() byte {
			if len(script) == 0 {
				return 0
			}
			x := script[0]
			script = script[1:]
			return x
		}
		b := bench{limits: Limits{Entries: int(take()), Value: int(take())}}
		for len(script) > 0 && len(b.model) < 400 {
			switch op, x := take()%8, take(); op {
			default:
				b.put(t, memberOf(x), scoreFrom(take()))
			case 4:
				b.remove(t, memberOf(x))
			case 5:
				b.removeRange(t, int(x), int(take()%8))
			case 6:
				if !b.r.IsNil() && !b.r.Packed() {
					b.r = table.NewObject(table.KindZSet, []byte("key"), b.r.Object().(*large).Clone(), 0, 0)
					b.check(t)
				}
			case 7:
				b.rebuild(t)
			}
		}
	})
}

// A set of many grows and shrinks in every way, through the conversion.
func TestSet(t *testing.T) {
	for _, limits := range []Limits{{128, 64}, {0, 0}, {1 << 20, 1 << 20}} {
		b := bench{limits: limits}
		for i := range 600 {
			member := strconv.Itoa(i * 7919 % 500)
			if i%4 < 3 {
				member = strings.Repeat("long ", 10) + member
			}
			b.put(t, member, float64(i%150))
		}
		s := Of(b.r)
		if _, packed := s.Packed(); packed || s.Small() != (limits.Entries > 1000) {
			t.Errorf("limits %v: packed %v, small %v", limits, packed, s.Small())
		}
		for i := 0; len(b.model) > 0; i++ {
			b.removeRange(t, i*31%len(b.model), i%13)
			b.remove(t, strconv.Itoa(i))
		}
	}
}

// Members between two, where all scores are equal.
func TestPlaceByMember(t *testing.T) {
	for _, limits := range []Limits{{128, 64}, {0, 0}} {
		b := bench{limits: limits}
		for _, m := range []string{"", "10", "9", "a", "b", "ba", "c"} {
			b.put(t, m, 5)
		}
		s := Of(b.r)
		for _, tt := range []struct {
			from, to Bound
			rank, n  int
		}{
			{First(), Last(), 0, 7},
			{BeforeMember([]byte("10")), AfterMember([]byte("a")), 1, 3},
			{AfterMember([]byte("10")), BeforeMember([]byte("a")), 2, 1},
			{BeforeMember([]byte("b")), BeforeMember([]byte("c")), 4, 2},
			{BeforeMember([]byte("bb")), Last(), 6, 1},
			{BeforeMember([]byte("d")), BeforeMember([]byte("a")), 7, 0},
			{AfterMember(nil), AfterMember([]byte("z")), 1, 6},
		} {
			if rank, n := s.Range(tt.from, tt.to); rank != tt.rank || n != tt.n {
				t.Errorf("%+v to %+v: %d from %d, want %d from %d", tt.from, tt.to, n, rank, tt.n, tt.rank)
			}
		}
	}
}

// A packed set keeps a negative zero as zero, as Redis does, and every other score as it is.
func TestPackedScores(t *testing.T) {
	for _, f := range []float64{0, math.Copysign(0, -1), 1, -1, 127, 128, 4095, -4096, 1 << 53, 1<<53 + 2, -1 << 62, math.MaxFloat64, math.SmallestNonzeroFloat64, 0.1, -2.5, math.Inf(1), math.Inf(-1)} {
		got, next := scoreAt(appendScore(nil, f), 0)
		if got != f || math.Signbit(got) != (math.Signbit(f) && f != 0) || next != len(appendScore(nil, f)) {
			t.Errorf("%v is kept as %v", f, got)
		}
	}
}

// A walk gives every member that is there all the time, however the set grows meanwhile.
func TestScan(t *testing.T) {
	b := bench{limits: Limits{0, 0}}
	for i := range 300 {
		b.put(t, strconv.Itoa(i), float64(i))
	}
	seen := map[string]float64{}
	s := b.edit()
	for cursor, i := uint64(0), 1000; ; i++ {
		cursor = s.Scan(cursor, func(member []byte, score float64) { seen[string(member)] = score })
		if cursor == 0 {
			break
		}
		for j := range 20 {
			m := []byte(strconv.Itoa(20*i + j))
			e, _ := s.Find(m)
			s.Insert(e, m, 1, b.limits)
		}
	}
	for i := range 300 {
		if score, ok := seen[strconv.Itoa(i)]; !ok || score != float64(i) {
			t.Errorf("%d: %v %v", i, score, ok)
		}
	}
	packed := bench{limits: Limits{10, 10}}
	packed.put(t, "7", 1)
	packed.put(t, "b", 2)
	s = Of(packed.r)
	n := 0
	if next := s.Scan(12345, func([]byte, float64) { n++ }); next != 0 || n != 2 {
		t.Errorf("a packed set gave %d elements and the cursor %d", n, next)
	}
}
