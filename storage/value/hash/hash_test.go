package hash

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

var small = Limits{Entries: 8, Value: 16}

// store makes the record that a keyspace would keep of h.
func store(h *Hash) table.Record {
	if p, form, ok := h.Packed(); ok {
		return table.NewPacked(table.KindHash, form, []byte("key"), p, 0, 0)
	}
	r := table.NewObject(table.KindHash, []byte("key"), h.Object(), 0, 0)
	r.SetMem(h.Object().Mem())
	return r
}

// content is the text of a hash, sorted by field unless it is packed.
func content(h *Hash) string {
	var all []string
	h.Each(func(name, value pack.Entry, at int64) bool {
		s := string(name.Append(nil)) + "=" + string(value.Append(nil))
		if at != 0 {
			s += fmt.Sprint("@", at)
		}
		all = append(all, s)
		return true
	})
	if h.large != nil {
		slices.Sort(all)
	}
	return strings.Join(all, " ")
}

func set(h *Hash, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		h.Set([]byte(pairs[i]), []byte(pairs[i+1]))
	}
}

func setAt(h *Hash, name string, at int64) {
	f, _ := h.Find([]byte(name))
	h.SetAt(f, at)
}

// TestOrder holds the order of a packed hash against what redis-server shows for the same commands.
func TestOrder(t *testing.T) {
	var h Hash
	h.Open(table.Record{}, nil, Limits{Entries: 100, Value: 100})
	set(&h, "a", "1", "b", "2", "c", "3", "d", "4", "e", "5")
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() { setAt(&h, "c", 100) }, "c=3@100 a=1 b=2 d=4 e=5"},
		{func() { setAt(&h, "d", 50) }, "d=4@50 c=3@100 a=1 b=2 e=5"},
		{func() { setAt(&h, "b", 200) }, "d=4@50 c=3@100 b=2@200 a=1 e=5"},
		{func() { set(&h, "f", "6") }, "d=4@50 c=3@100 b=2@200 a=1 e=5 f=6"},
		{func() { setAt(&h, "e", 200) }, "d=4@50 c=3@100 e=5@200 b=2@200 a=1 f=6"},
		{func() { setAt(&h, "c", 0) }, "d=4@50 e=5@200 b=2@200 a=1 f=6 c=3"},
		{func() { set(&h, "d", "44") }, "e=5@200 b=2@200 a=1 f=6 c=3 d=44"},
		{func() { set(&h, "a", "one") }, "e=5@200 b=2@200 a=one f=6 c=3 d=44"},
		{func() { setAt(&h, "b", 150) }, "b=2@150 e=5@200 a=one f=6 c=3 d=44"},
	} {
		step.do()
		if got := content(&h); got != step.want {
			t.Errorf("%s, want %s", got, step.want)
		}
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("x", 17)
	for _, tt := range []struct {
		name   string
		change func(h *Hash)
		large  bool
	}{
		{"full", func(h *Hash) { set(h, "6", "", "7", "", "8", "") }, false},
		{"one more", func(h *Hash) { set(h, "6", "", "7", "", "8", "", "9", "") }, true},
		{"overwrites", func(h *Hash) { set(h, "1", "a", "2", "b", "1", "c", "6", "", "7", "", "8", "", "8", "x") }, false},
		{"long value", func(h *Hash) { set(h, "1", long) }, true},
		{"long name", func(h *Hash) { set(h, long, "1") }, true},
		{"longest", func(h *Hash) { set(h, long[1:], long[1:]) }, false},
		{"reserved", func(h *Hash) { h.Reserve(8) }, false},
		{"reserved more", func(h *Hash) { h.Reserve(9) }, true},
	} {
		for _, at := range []int64{0, 7} {
			var h Hash
			h.Open(table.Record{}, nil, small)
			set(&h, "1", "one", "2", "two", "3", "three", "4", "four", "5", "5")
			setAt(&h, "3", at)
			before := content(&h)
			tt.change(&h)
			if _, _, packed := h.Packed(); packed == tt.large {
				t.Errorf("%s, time %d: packed %v", tt.name, at, packed)
			}
			for _, field := range strings.Fields(before) {
				name, _, _ := strings.Cut(field, "=")
				if f, ok := h.Find([]byte(name)); !ok || f.At != 0 != strings.Contains(field, "@") {
					t.Errorf("%s: field %s is %+v", tt.name, name, f)
				}
			}
			if r := store(&h); Tracked(r) != (at != 0) || Due(r) != at {
				t.Errorf("%s: tracked %v, due %d, want %d", tt.name, Tracked(r), Due(r), at)
			}
		}
	}
}

// TestEditsOfPackedBytes has the record keep its bytes until the outcome is stored, unless no byte moves.
func TestEditsOfPackedBytes(t *testing.T) {
	var h Hash
	h.Open(table.Record{}, nil, small)
	set(&h, "a", "1", "b", "22")
	r := store(&h)
	before := bytes.Clone(r.Value())
	scratch := make([]byte, 0, 256)

	h.Open(r, scratch, small)
	set(&h, "b", "abc", "c", "3")
	f, _ := h.Find([]byte("a"))
	h.Remove(f)
	if !bytes.Equal(r.Value(), before) || cap(h.Scratch()) != 256 {
		t.Errorf("the record is %x, was %x; scratch of %d", r.Value(), before, cap(h.Scratch()))
	}
	h.Open(r, scratch, small)
	set(&h, "b", "23")
	if p, _, _ := h.Packed(); &p[0] != &r.Value()[0] || len(h.Scratch()) != 0 {
		t.Error("copied although no byte moves")
	}
}

func TestCloneSharesNothing(t *testing.T) {
	for _, l := range []Limits{small, {}} {
		var h Hash
		h.Open(table.Record{}, nil, l)
		set(&h, "a", "1", "b", "2")
		setAt(&h, "a", 9)
		if h.large == nil {
			continue
		}
		c := Hash{large: h.large.Clone().(*large)}
		before := content(&h)
		if got := content(&c); got != before || !c.large.tracked || c.large.due.first() != 9 {
			t.Errorf("copy is %s, want %s", got, before)
		}
		set(&c, "a", "x", "c", "3")
		setAt(&c, "b", 5)
		if got := content(&h); got != before {
			t.Errorf("the original is %s, was %s", got, before)
		}
	}
}

// TestDueHeapStaysSmall changes times over and over.
func TestDueHeapStaysSmall(t *testing.T) {
	var h Hash
	h.Open(table.Record{}, nil, Limits{})
	for i := range 20 {
		set(&h, fmt.Sprint(i), "v")
	}
	for i := range 10_000 {
		setAt(&h, fmt.Sprint(i%20), int64(1000+i%3))
		if n := len(h.large.due); n > 2*20+dueSlack+1 {
			t.Fatalf("%d entries for %d fields", n, h.large.timed)
		}
	}
	gone := 0
	if n := h.Expire(2000, 100, func([]byte) { gone++ }); n != 20 || gone != 20 || h.Len() != 0 || h.large.due != nil {
		t.Errorf("%d, %d fields expired, %d left", n, gone, h.Len())
	}
}

// TestRandomIsUniform is a chi-square test with a fixed seed.
func TestRandomIsUniform(t *testing.T) {
	const fields, draws = 100, 20_000
	for _, limit := range []int{0, fields} {
		for _, timed := range []bool{false, true} {
			var h Hash
			h.Open(table.Record{}, nil, Limits{Entries: limit, Value: 64})
			for i := range fields {
				set(&h, fmt.Sprint("f", i), fmt.Sprint(i))
				if timed && i%2 == 0 {
					setAt(&h, fmt.Sprint("f", i), int64(i+1))
				}
			}
			rnd := rand.New(rand.NewPCG(1, 2)).Uint64
			for name, draw := range map[string]func(count func(name, value pack.Entry)){
				"random": func(count func(name, value pack.Entry)) {
					for range draws {
						count(h.Random(rnd()))
					}
				},
				"draw": func(count func(name, value pack.Entry)) {
					h.Draw(draws, rnd, func(name, value pack.Entry) bool {
						count(name, value)
						return true
					})
				},
				"few":  func(count func(name, value pack.Entry)) { sampleOften(&h, 10, draws/10, rnd, count) },
				"most": func(count func(name, value pack.Entry)) { sampleOften(&h, 80, draws/80, rnd, count) },
			} {
				seen := map[string]float64{}
				draw(func(name, value pack.Entry) {
					n := string(name.Append(nil))
					if n != "f"+string(value.Append(nil)) {
						t.Fatalf("field %s has the value %s", n, value.Append(nil))
					}
					seen[n]++
				})
				chi := 0.0
				for i := range fields {
					d := seen[fmt.Sprint("f", i)] - draws/fields
					chi += d * d / (draws / fields)
				}
				if chi > 148.2 { // 99 degrees of freedom: one time in a thousand
					t.Errorf("limit %d, timed %v, %s: chi-square %.1f", limit, timed, name, chi)
				}
			}
		}
	}
}

// sampleOften takes samples of n fields and checks that none has one twice.
func sampleOften(h *Hash, n, times int, rnd func() uint64, count func(name, value pack.Entry)) {
	for range times {
		seen := map[string]bool{}
		h.Sample(n, rnd, func(name, value pack.Entry) bool {
			seen[string(name.Append(nil))] = true
			count(name, value)
			return true
		})
		if len(seen) != n {
			panic("a field twice in a sample")
		}
	}
}

// model is a hash as naive as can be.
type model map[string]struct {
	value string
	at    int64
}

// FuzzHash does the same to a hash and to a model, with limits that change, and stores the hash after each step.
func FuzzHash(f *testing.F) {
	f.Add([]byte("\x00\x01a\x00\x02bb\x01\x03c\x02\x00\x04\x20\x00\x05\x09"))
	f.Add([]byte("\x00\x01\x04\x10\x00\x02\x04\x11\x06\x00\x00\x03\x04\x12\x05\x11\x00\x02\x07\x00\x05\xff"))
	f.Add(bytes.Repeat([]byte("\x00\x01\x02\x04\x05\x01\x03\x02\x06\x07\x04\x33"), 30))
	f.Fuzz(func(t *testing.T, script []byte) {
		limits := small
		var r table.Record
		want := model{}
		take := func() int {
			if len(script) == 0 {
				return 0
			}
			b := script[0]
			script = script[1:]
			return int(b)
		}
		for len(script) > 0 {
			var h Hash
			h.Open(r, nil, limits)
			op := take() % 8
			name := names[take()%len(names)]
			field, found := h.Find([]byte(name))
			m, known := want[name]
			if found != known {
				t.Fatalf("found %q: %v", name, found)
			}
			switch op {
			case 0, 1:
				m.value = values[take()%len(values)]
				if op == 1 {
					h.Put(field, []byte(name), []byte(m.value))
				} else if m.at = 0; h.Set([]byte(name), []byte(m.value)) == known {
					t.Fatalf("%q was added: %v", name, !known)
				}
				want[name] = m
			case 2, 3, 4:
				if m.at = int64(take() % 32); op == 2 {
					m.at = 0
				}
				if found {
					h.SetAt(field, m.at)
					want[name] = m
				}
			case 5:
				expire(t, &h, want, int64(take()%40))
			case 6:
				if found {
					h.Remove(field)
					delete(want, name)
				}
			case 7:
				limits = []Limits{small, {Entries: 100, Value: 100}, {Entries: 2, Value: 300}}[take()%3]
				if !r.IsNil() && !r.Packed() {
					h = Hash{large: h.large.Clone().(*large)}
				}
			}
			compare(t, &h, want)
			if r = store(&h); h.Len() == 0 {
				r = table.Record{}
			}
		}
	})
}

var (
	names  = []string{"", "a", "b", "12", "-7", "field", "012", strings.Repeat("n", 16), strings.Repeat("n", 17), "c", "d", "e", "f", "g"}
	values = []string{"", "1", "value", "-129", "70000", strings.Repeat("v", 16), strings.Repeat("v", 17), strings.Repeat("w", 200), "4294967296"}
)

func expire(t *testing.T, h *Hash, want model, now int64) {
	gone := map[string]bool{}
	n := h.Expire(now, len(want)+1, func(name []byte) { gone[string(name)] = true })
	for name, m := range want {
		if due := m.at != 0 && m.at < now; due != gone[name] {
			t.Fatalf("%q of %d expired at %d: %v", name, m.at, now, !due)
		}
	}
	if n != len(gone) {
		t.Fatalf("%d expired, %d told", n, len(gone))
	}
	maps.DeleteFunc(want, func(name string, _ struct {
		value string
		at    int64
	},
	) bool {
		return gone[name]
	})
}

func compare(t *testing.T, h *Hash, want model) {
	if h.Len() != len(want) {
		t.Fatalf("%d fields, want %d", h.Len(), len(want))
	}
	got := model{}
	first, bytes := int64(0), 0
	h.Each(func(name, value pack.Entry, at int64) bool {
		got[string(name.Append(nil))] = struct {
			value string
			at    int64
		}{string(value.Append(nil)), at}
		if at != 0 && (first == 0 || at < first) {
			first = at
		}
		return true
	})
	if !maps.Equal(got, want) {
		t.Fatalf("have %v, want %v", got, want)
	}
	for name, m := range want {
		if f, ok := h.Find([]byte(name)); !ok || string(f.Value.Append(nil)) != m.value || f.At != m.at {
			t.Fatalf("%q is %+v, want %+v", name, f, m)
		}
	}
	if p, _, ok := h.Packed(); ok {
		if !pack.Valid(p[packedHeader:]) {
			t.Fatalf("damaged: %x", p)
		}
	} else {
		h.large.t.All(func(r table.Record) bool {
			bytes += r.Size()
			return true
		})
		if h.large.bytes != bytes {
			t.Fatalf("counts %d bytes, has %d", h.large.bytes, bytes)
		}
	}
	if due := Due(store(h)); first != 0 && (due == 0 || due > first) || first == 0 && due != 0 && h.large == nil {
		t.Fatalf("due at %d, first at %d", due, first)
	}
}
