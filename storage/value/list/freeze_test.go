package list

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// frozen is how many chunks of the list are.
func (l *List) frozen() (n int) {
	for i := range l.dir.n {
		if l.dir.at(i).slab != nil {
			n++
		}
	}
	return n
}

// TestFreeze does everything to long lists, whose chunks are frozen and thawed.
func TestFreeze(t *testing.T) {
	for _, setting := range []int64{1, 3, 5} {
		for _, front := range []bool{false, true} {
			t.Run(strconv.FormatInt(setting, 10)+" "+strconv.FormatBool(front), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(uint64(setting), 7))
				h := &holder{}
				most := 0
				for i := range 4000 {
					op := byte(2)
					if !front {
						op = 3
					}
					switch {
					case i%2000 > 1000:
						op = byte(rng.IntN(11))
					case i%2000 > 800:
						op = byte(4 + rng.IntN(2))
					}
					h.step(t, setting, op, byte(rng.IntN(256)))
					if l := h.list(); l != nil {
						most = max(most, l.frozen())
					}
					if i%100 == 0 {
						h.check(t)
					}
					if t.Failed() {
						t.FailNow()
					}
				}
				if most < 100 {
					t.Errorf("no more than %d chunks were frozen", most)
				}
			})
		}
	}
}

// Frozen, a long list takes fewer bytes than Redis' entries have; popped from its end, it thaws.
func TestFrozenMemory(t *testing.T) {
	h := filled(t, -2, 300_000, func(i int) string { return "element:" + strconv.Itoa(100000+i) })
	l := h.list()
	const entry = 16 // in a listpack
	if l.frozen() < l.Nodes()-2*freezeApart {
		t.Errorf("%d of %d chunks are frozen", l.frozen(), l.Nodes())
	}
	if l.Mem() > 300_000*entry*99/100 {
		t.Errorf("%d bytes for %d of entries", l.Mem(), 300_000*entry)
	}
	h.edit(-2, func(e *Edit) {
		for range 250_000 {
			e.Drop(false, 1)
		}
	})
	h.model = h.model[:50_000]
	if l.Mem() > 50_000*entry*11/10 {
		t.Errorf("%d bytes for %d of entries", l.Mem(), 50_000*entry)
	}
	h.check(t)
}

// TestFrozenKinds has long lists of entries of one length, of one size, and of all.
func TestFrozenKinds(t *testing.T) {
	for name, f := range map[string]func(i int) string{
		"one length":  func(i int) string { return "element:" + strconv.Itoa(100000+i) },
		"one size":    func(i int) string { return strconv.Itoa(1_000_000 + i) },
		"numbers":     func(i int) string { return strconv.Itoa(i * i * i) },
		"all":         func(i int) string { return element(byte(i * 7 % 240)) },
		"empty":       func(i int) string { return strings.Repeat("x", i%2) },
		"long":        func(i int) string { return strings.Repeat("y", 200) + strconv.Itoa(1000+i%1000) },
		"large ones":  func(i int) string { return element(byte(i)) },
		"some longer": func(i int) string { return strings.Repeat("z", 120+i%20) },
	} {
		t.Run(name, func(t *testing.T) {
			h := filled(t, -2, 60_000, func(i int) string {
				if name == "large ones" && i > 3000 {
					return "7"
				}
				return f(i)
			})
			if name != "empty" && h.list().frozen() == 0 {
				t.Error("nothing is frozen")
			}
			h.check(t)
			v := Of(h.r)
			for i := 0; i < v.Len(); i += 997 {
				if !v.At(i).Is([]byte(h.model[i])) {
					t.Fatalf("At(%d) is %.20q", i, v.At(i).Append(nil))
				}
			}
			h.edit(-2, func(e *Edit) {
				for i := 0; i < v.Len(); i += 1777 {
					h.model[i] = strings.Repeat("s", i%50)
					e.Set(i, []byte(h.model[i]))
				}
			})
			h.check(t)
		})
	}
}
