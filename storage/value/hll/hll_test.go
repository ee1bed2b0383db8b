package hll

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// model is registers without any encoding.
type model [Registers]byte

func (m *model) raise(i int, v uint8) bool {
	if m[i] >= v {
		return false
	}
	m[i] = v
	return true
}

// check compares a value with the model.
func (m *model) check(t *testing.T, b []byte) {
	t.Helper()
	if !Is(b) {
		t.Fatalf("not a value: %x", b)
	}
	var regs [Registers]byte
	if err := Merge(&regs, b); err != nil {
		t.Fatal(err)
	}
	if regs != *m {
		t.Fatalf("other registers than the model's")
	}
	n, err := Count(b)
	if want := CountAll((*[Registers]byte)(m)); err != nil || n != want {
		t.Fatalf("counts %d, %v; want %d", n, err, want)
	}
}

func TestHash(t *testing.T) {
	// The registers and values that Redis 8.0.2 shows by PFDEBUG DECODE after PFADD.
	for element, want := range map[string]struct {
		i int
		v uint8
	}{
		"": {5938, 2}, "a": {12711, 2}, "b": {15780, 1}, "c": {8436, 1},
		"12345678": {10579, 3}, "a longer element of 33 characters": {3163, 2},
	} {
		if i, v := Place([]byte(element)); i != want.i || v != want.v {
			t.Errorf("%q: register %d, value %d; want %d, %d", element, i, v, want.i, want.v)
		}
	}
}

func TestEmpty(t *testing.T) {
	b := AppendEmpty(nil)
	if want := "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff"; string(b) != want {
		t.Errorf("%q", b)
	}
	new(model).check(t, b)
	if n, ok := Estimate(b); ok {
		t.Errorf("has an estimate: %d", n)
	}
	SetEstimate(b, 77)
	if n, ok := Estimate(b); n != 77 || !ok {
		t.Errorf("estimate %d, %v", n, ok)
	}
	Forget(b)
	if _, ok := Estimate(b); ok {
		t.Error("the estimate was forgotten")
	}
}

func TestIs(t *testing.T) {
	full := func(encoding byte, n int) []byte {
		b := make([]byte, n)
		copy(b, magic)
		b[encodingAt] = encoding
		return b
	}
	for _, tt := range []struct {
		b    []byte
		want bool
	}{
		{nil, false},
		{[]byte("HYLL"), false},
		{full(sparse, headerSize-1), false},
		{full(sparse, headerSize), true},
		{full(2, headerSize), false},
		{full(dense, headerSize), false},
		{full(dense, denseSize-1), false},
		{full(dense, denseSize), true},
		{full(dense, denseSize+1), false},
		{bytes.Replace(full(sparse, 20), []byte("HYLL"), []byte("HILL"), 1), false},
	} {
		if got := Is(tt.b); got != tt.want {
			t.Errorf("%d bytes: %v", len(tt.b), got)
		}
	}
}

func TestDamaged(t *testing.T) {
	header := "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80"
	for _, runs := range []string{"", "\x7f", "\x3f", "\x7f\xff\x00", "\x7f\xff\x7f\xff", "\x7f\xfe", "\x84\x84"} {
		b := []byte(header + runs)
		before := bytes.Clone(b)
		if _, err := Count(b); err == nil {
			t.Errorf("%x is counted", runs)
		}
		if err := Merge(new([Registers]byte), b); err == nil {
			t.Errorf("%x is merged", runs)
		}
		if got, err := ToDense(b); err == nil || !bytes.Equal(got, before) {
			t.Errorf("%x is made dense: %v", runs, err)
		}
		if got, _, err := Raise(b, 77, 40, math.MaxInt); err == nil || !bytes.Equal(got, before) {
			t.Errorf("%x is made dense: %v", runs, err)
		}
	}
	b := []byte(header + "\x3f")
	if v := Get(b, 99); v != 0 {
		t.Errorf("a register that is not there has %d", v)
	}
	if _, _, err := Raise(b, 99, 1, math.MaxInt); err == nil {
		t.Error("a register that is not there was raised")
	}
}

// The edges between the ways to keep a value.
func TestPromotion(t *testing.T) {
	small := AppendEmpty(nil)
	for _, tt := range []struct {
		v     uint8
		most  int
		dense bool
	}{
		{maxSparse, 1000, false},
		{maxSparse + 1, 1000, true},
		{maxRegister, 1000, true},
		{1, len(small) + 3, false},
		{1, len(small) + 2, true},
		{1, 0, true},
	} {
		m := new(model)
		SetEstimate(small, 0)
		b, changed, err := Raise(bytes.Clone(small), 5000, tt.v, tt.most)
		if !changed || err != nil || Dense(b) != tt.dense {
			t.Errorf("value %d, at most %d bytes: %v, %v; dense %v", tt.v, tt.most, changed, err, Dense(b))
		}
		if _, ok := Estimate(b); ok {
			t.Errorf("value %d: the estimate was kept", tt.v)
		}
		m.raise(5000, tt.v)
		m.check(t, b)
	}
}

// The estimate is within three standard errors, over the whole range, whichever way the registers are kept.
func TestEstimate(t *testing.T) {
	b, m := AppendEmpty(nil), new(model)
	next := uint64(1)
	for n := uint64(1); n <= 300_000; n++ {
		i, v := Place(binary.LittleEndian.AppendUint64(nil, n*0x9e3779b97f4a7c15))
		m.raise(i, v)
		var err error
		if b, _, err = Raise(b, i, v, 3000); err != nil {
			t.Fatal(err)
		}
		if n != next {
			continue
		}
		next = next*3/2 + 1
		m.check(t, b)
		got, err := Count(b)
		if limit := max(3*1.04/math.Sqrt(Registers)*float64(n), 1); err != nil || math.Abs(float64(got)-float64(n)) > limit {
			t.Errorf("%d elements are counted as %d, %v", n, got, err)
		}
	}
}

func TestRuns(t *testing.T) {
	b := AppendEmpty(nil)
	for _, r := range []struct {
		i int
		v uint8
	}{{100, 3}, {101, 3}, {103, 3}, {102, 3}, {104, 3}, {105, 3}, {106, 3}, {0, 1}, {Registers - 1, 32}, {103, 4}} {
		b, _, _ = Raise(b, r.i, r.v, 3000)
	}
	if got, want := string(AppendRuns(nil, b)), "v:1,1 Z:99 v:3,3 v:4,1 v:3,3 Z:16276 v:32,1"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := string(AppendRuns(nil, append(b[:headerSize], 0x7f))); got != "Z:16129" {
		t.Errorf("cut off: %s", got)
	}
}

// FuzzRaise raises registers of a value and of the model, which must agree on all of them; the limit of the sparse encoding decides
// whether and when the value becomes dense.
func FuzzRaise(f *testing.F) {
	f.Add(uint64(1), uint16(100), uint16(3000))
	f.Add(uint64(2), uint16(3000), uint16(3000))
	f.Add(uint64(3), uint16(50), uint16(0))
	f.Add(uint64(4), uint16(20000), uint16(16000))
	f.Fuzz(func(t *testing.T, seed uint64, n, most uint16) {
		random := rand.New(rand.NewPCG(seed, 0))
		span := 1 + random.IntN(Registers) // few registers make long runs
		highest := 1 + random.IntN(20)
		if seed%5 == 0 {
			highest = maxRegister
		}
		b, m := AppendEmpty(nil), new(model)
		for range n % 4096 {
			i, v := random.IntN(span), uint8(1+random.IntN(highest))
			before := Get(b, i)
			if before != m[i] {
				t.Fatalf("register %d is %d, want %d", i, before, m[i])
			}
			var changed bool
			var err error
			if b, changed, err = Raise(b, i, v, int(most)); err != nil {
				t.Fatal(err)
			}
			if want := m.raise(i, v); changed != want {
				t.Fatalf("raising register %d from %d to %d: changed %v", i, before, v, changed)
			}
			if !Dense(b) && len(b) > max(int(most), headerSize+2) {
				t.Fatalf("sparse, and %d bytes", len(b))
			}
		}
		m.check(t, b)
		d, err := ToDense(bytes.Clone(b))
		if err != nil || !Dense(d) {
			t.Fatalf("ToDense: %v", err)
		}
		m.check(t, d)
	})
}

// FuzzMerge merges two values and compares with the union of their models.
func FuzzMerge(f *testing.F) {
	for kinds := range uint8(4) {
		f.Add(uint64(1), uint64(2), uint16(300), uint16(3000), kinds)
	}
	f.Fuzz(func(t *testing.T, s1, s2 uint64, n1, n2 uint16, kinds uint8) {
		union := new(model)
		var regs [Registers]byte
		var values [2][]byte
		for k, seed := range []uint64{s1, s2} {
			most := 1 << 20 * int(kinds>>k&1)
			random := rand.New(rand.NewPCG(seed, 0))
			b := AppendEmpty(nil)
			for range []uint16{n1, n2}[k] % 4096 {
				i, v := random.IntN(Registers), uint8(1+random.IntN(maxSparse))
				b, _, _ = Raise(b, i, v, most)
				union.raise(i, v)
			}
			if err := Merge(&regs, b); err != nil {
				t.Fatal(err)
			}
			values[k] = b
		}
		if regs != *union {
			t.Fatal("other registers than the model's")
		}
		b, err := RaiseAll(values[0], &regs, 3000)
		if err != nil {
			t.Fatal(err)
		}
		union.check(t, b)
	})
}

// FuzzDamaged reads and changes what may be no value at all.
func FuzzDamaged(f *testing.F) {
	f.Add(AppendEmpty(nil), uint16(7), uint8(3))
	f.Add([]byte("HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x84\x84\x7f\x40\x00\xff\xff"), uint16(3), uint8(4))
	f.Add([]byte("HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x40\x00\x40\x00\x40\x00\x7f"), uint16(1), uint8(40))
	f.Fuzz(func(t *testing.T, b []byte, i uint16, v uint8) {
		if !Is(b) {
			return
		}
		_, err := Count(b)
		if merr := Merge(new([Registers]byte), b); (merr == nil) != (err == nil) {
			t.Errorf("Count: %v, Merge: %v", err, merr)
		}
		if text := AppendRuns(nil, b); !Dense(b) && len(b) > headerSize && !strings.Contains(string(text), ":") {
			t.Errorf("runs: %s", text)
		}
		at, value := int(i%Registers), 1+v%maxRegister
		old := Get(b, at)
		b, changed, rerr := Raise(b, at, value, 3000)
		if err == nil && (rerr != nil || changed != (old < value) || Get(b, at) != max(old, value)) {
			t.Errorf("raising register %d from %d to %d: %v, %v, %d", at, old, value, changed, rerr, Get(b, at))
		}
	})
}

func BenchmarkCount(b *testing.B) {
	for _, n := range []int{100, 1000, 100_000} {
		v := AppendEmpty(nil)
		for k := range n {
			i, value := Place(fmt.Append(nil, k))
			v, _, _ = Raise(v, i, value, 3000)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Count(v); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprint("merge", n), func(b *testing.B) {
			var regs [Registers]byte
			for b.Loop() {
				if err := Merge(&regs, v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
