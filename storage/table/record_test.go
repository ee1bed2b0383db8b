package table

import (
	"bytes"
	"fmt"
	"testing"
)

// fill returns n bytes that differ from place to place.
func fill(n int) []byte {
	const period = 251 // a prime, so that no power of two hides a shift
	b := make([]byte, n)
	for i := range min(n, period) {
		b[i] = byte(i + 1)
	}
	for done := period; done < n; done *= 2 {
		copy(b[done:], b[:done])
	}
	return b
}

// checkRecord fails unless r is what its arguments say.
func checkRecord(t *testing.T, r Record, key, value []byte, expireAt int64, clock uint32) {
	t.Helper()
	if r.IsNil() || r.Kind() != KindString || r.Object() != nil {
		t.Fatalf("nil %v, kind %v, object %v", r.IsNil(), r.Kind(), r.Object())
	}
	if !bytes.Equal(r.Key(), key) || !bytes.Equal(r.Value(), value) {
		t.Fatalf("key or value differ: %d and %d bytes, want %d and %d",
			len(r.Key()), len(r.Value()), len(key), len(value))
	}
	if cap(r.Key()) != len(key) || cap(r.Value()) != len(value) {
		t.Fatalf("views have room: %d, %d", cap(r.Key()), cap(r.Value()))
	}
	if !r.keyIs(key) || r.keyIs(append(key[:len(key):len(key)], 'x')) {
		t.Fatal("keyIs is wrong about the key")
	}
	if r.ExpireAt() != expireAt || r.HasExpire() != (expireAt != 0) || r.Clock() != clock {
		t.Fatalf("expires %d (%v), clock %#x", r.ExpireAt(), r.HasExpire(), r.Clock())
	}
	if size := r.Size(); size != ClassSize(size) || size < 16 {
		t.Fatalf("Size = %d, which is no size class", size)
	}
}

func TestRecordForms(t *testing.T) {
	t.Parallel()
	sizes := []struct{ key, value int }{
		{0, 0},
		{0, 8},
		{8, 0},
		{1, 1},
		{16, 64},
		{255, 0},
		{255, 1000},
		{256, 0},
		{256, 1000},
		{3000, 3},
		{70_000, 70_000},
		{3, 1<<24 - 1},
		{3, 1 << 24},
	}
	for _, s := range sizes {
		for _, at := range []int64{0, 1, 1 << 62} {
			if s.value > 1<<20 && at > 1 {
				continue // once with and once without is enough of the slow ones
			}
			t.Run(fmt.Sprintf("%d+%d,%d", s.key, s.value, at), func(t *testing.T) {
				t.Parallel()
				testForm(t, fill(s.key), fill(s.value), at)
			})
		}
	}
}

func testForm(t *testing.T, key, value []byte, at int64) {
	const clock = 0xabcdef
	r := NewString(key, value, at, clock)
	checkRecord(t, r, key, value, at, clock)
	if large := len(key) > 255 || len(value) >= 1<<24; r.header()&flagLarge != 0 != large {
		t.Fatalf("large = %v, want %v", !large, large)
	}

	r.SetClock(1<<24 | 5) // the bit above 24 does not count
	checkRecord(t, r, key, value, at, 5)
	r.SetRaw(true)
	if !r.Raw() {
		t.Fatal("SetRaw(true): not raw")
	}
	checkRecord(t, r, key, value, at, 5)

	if ok := r.SetExpireAt(77); ok != (at != 0) {
		t.Fatalf("SetExpireAt in a record with expiry %d: %v", at, ok)
	} else if ok {
		at = 77
	}
	checkRecord(t, r, key, value, at, 5)
	if !r.SetExpireAt(0) {
		t.Fatal("SetExpireAt(0) is refused")
	}
	checkRecord(t, r, key, value, 0, 5)

	with, without := r.WithExpire(99), r.WithExpire(0)
	checkRecord(t, with, key, value, 99, 5)
	checkRecord(t, without, key, value, 0, 5)
	if !with.Raw() || !without.Raw() {
		t.Error("WithExpire lost the raw mark")
	}
	if with.Size() < without.Size() {
		t.Errorf("with expiry %d bytes, without %d", with.Size(), without.Size())
	}

	if !r.Overwrite(value) || r.Raw() {
		t.Error("overwriting with the same length: refused, or still raw")
	}
	checkRecord(t, r, key, value, 0, 5)

	long := len(value) + 100_000
	g := r.Grow(long, 2*long)
	want := append(value[:len(value):len(value)], make([]byte, 100_000)...)
	checkRecord(t, g, key, want, 0, 5)
	if g.Grow(2*long, 0) != g {
		t.Error("Grow moved within the reserve")
	}
	checkRecord(t, g, key, append(want, make([]byte, long)...), 0, 5)
}

func TestOverwrite(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name            string
		key, value, new int
		want            bool
	}{
		{"same", 16, 64, 64, true},
		{"to the end of the class", 16, 64, 72, true}, // 8+16+72 = 96
		{"over the class", 16, 64, 73, false},
		{"to the start of the class", 16, 64, 57, true},
		{"under the class", 16, 64, 56, false},
		{"empty in 16 bytes", 8, 0, 0, true},
		{"one more than 16 bytes", 8, 0, 1, false},
		{"small: up to 24 bits", 1, 1<<24 - 2, 1<<24 - 1, true},
		{"small: above 24 bits", 1, 1<<24 - 1, 1 << 24, false},
		{"large: within", 256, 1000, 1005, true},
		{"large: over", 256, 1000, 1100, false},
		{"large: more than half", 256, 10_000, 6000, true},
		{"large: too little", 256, 10_000, 1000, false},
		{"large value: pages", 1, 1<<24 + 1, 1<<24 + 8000, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			key, value := fill(tt.key), fill(tt.value)
			r := NewString(key, value, 0, 9)
			size := r.Size()
			if got := r.Overwrite(fill(tt.new)); got != tt.want {
				t.Fatalf("Overwrite = %v", got)
			} else if got {
				value = fill(tt.new)
			}
			checkRecord(t, r, key, value, 0, 9)
			if r.Size() != size {
				t.Errorf("Size = %d, was %d", r.Size(), size)
			}
		})
	}
}

func TestOverwriteDoesNotAllocate(t *testing.T) {
	r := NewString(fill(16), fill(64), 5, 0)
	a, b := fill(57), fill(60)
	if n := testing.AllocsPerRun(100, func() {
		if !r.Overwrite(a) || !r.Overwrite(b) || !r.SetExpireAt(7) {
			t.Error("refused")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestGrow(t *testing.T) {
	t.Parallel()
	key := fill(16)
	r := NewString(key, fill(64), 0, 3)
	if g := r.Grow(72, 4096); g != r {
		t.Error("growing within the class moved the record")
	}
	checkRecord(t, r, key, append(fill(64), make([]byte, 8)...), 0, 3)

	// What an earlier value left in the spare room is not seen again.
	r.Overwrite(fill(72))
	r.Overwrite(fill(60))
	r.Grow(72, 0)
	checkRecord(t, r, key, append(fill(60), make([]byte, 12)...), 0, 3)

	// It never shortens.
	checkRecord(t, r.Grow(3, 0), key, append(fill(60), make([]byte, 12)...), 0, 3)

	g := r.Grow(80, 160)
	if g == r || g.Size() < 8+8+16+160 {
		t.Fatalf("growth over the class: moved %v, %d bytes", g != r, g.Size())
	}
	moves := 0
	for n := 81; n <= 1<<20; n += 97 {
		next := g.Grow(n, 2*n)
		if next != g {
			moves++
		}
		g = next
	}
	if moves > 14 {
		t.Errorf("growing to 1 MiB with doubling moved %d times", moves)
	}
	// A new, short value does not keep the megabyte.
	if g.Overwrite(key) {
		t.Error("a short value took a large record")
	}
}

func TestPacked(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{KindList, KindSet, KindZSet, KindHash} {
		for form := range uint8(4) {
			for _, n := range []int{0, 5, 300, 9000} {
				key, v := fill(n), fill(n/2)
				r := NewPacked(kind, form, key, v, 0, 0xfffffe)
				check := func(what string, at int64) {
					t.Helper()
					if r.Kind() != kind || r.Form() != form || !r.Packed() || !bytes.Equal(r.Key(), key) || !bytes.Equal(r.Value(), v) ||
						r.ExpireAt() != at || r.Clock() != 0xfffffe || r.Object() != nil {
						t.Fatalf("%s: kind %d, form %d, key %q, value %q, expiry %d", what, r.Kind(), r.Form(), r.Key(), r.Value(), r.ExpireAt())
					}
				}
				check("new", 0)
				r = r.WithExpire(77)
				check("with an expiry", 77)
				form = (form + 1) % 4
				if !r.Repack(form, v) {
					t.Fatal("the same bytes do not fit")
				}
				check("packed anew", 77)
				if room := r.Size() - len(key) - len(v); n < 5 && room > 40 {
					t.Errorf("%d bytes for %d", r.Size(), len(key)+len(v))
				}
				key = fill(n + 1)
				r = r.WithKey(key)
				check("under another key", 77)
			}
		}
	}
}

func TestObjects(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{KindList, KindSet, KindZSet, KindHash, KindStream} {
		for _, n := range []int{0, 16, 300} {
			key, v := fill(n), &struct{ n int }{n}
			r := NewObject(kind, key, v, 0, 0xfffffe)
			if r.Kind() != kind || r.Object() != v || !bytes.Equal(r.Key(), key) || !r.keyIs(key) {
				t.Fatalf("kind %d: %d, %v, %q", kind, r.Kind(), r.Object(), r.Key())
			}
			if r.HasExpire() || !r.SetExpireAt(5) || r.ExpireAt() != 5 || r.WithExpire(6) != r || r.ExpireAt() != 6 {
				t.Errorf("kind %d: expiry %d", kind, r.ExpireAt())
			}
			r.SetClock(4)
			if r.Clock() != 4 || r.Kind() != kind || r.Packed() || r.Overwrite(nil) {
				t.Errorf("kind %d: clock %d, packed %v", kind, r.Clock(), r.Packed())
			}
			size := r.Size()
			r.SetMem(1000)
			if size < 48+n || r.Size() != size+1000 {
				t.Errorf("Size = %d, then %d, with a key of %d", size, r.Size(), n)
			}
			o := r.WithKey([]byte("other"))
			if string(o.Key()) != "other" || o.Object() != v || o.ExpireAt() != 6 || o.Clock() != 4 || !bytes.Equal(r.Key(), key) {
				t.Errorf("kind %d: under another key %q, %v", kind, o.Key(), o.Object())
			}
		}
	}
}

// TestClassSize compares both ends of each class, and of some page sizes, with the allocator.
func TestClassSize(t *testing.T) {
	t.Parallel()
	for n := 0; n < 100_000; {
		size := allocated(max(n, 16))
		if from, to := ClassSize(n), ClassSize(size); from != size || to != size {
			t.Fatalf("ClassSize(%d) = %d, ClassSize(%d) = %d, the allocator takes %d", n, from, size, to, size)
		}
		n = size + 1
	}
}

func FuzzRecord(f *testing.F) {
	f.Add([]byte("key"), []byte("value"), []byte("values"), uint16(9), int64(0))
	f.Add(fill(256), fill(10), fill(11), uint16(300), int64(12))
	f.Add([]byte{}, []byte{}, []byte{}, uint16(0), int64(1))
	f.Fuzz(func(t *testing.T, key, a, b []byte, grow uint16, at int64) {
		r := NewString(key, a, at, 1)
		checkRecord(t, r, key, a, at, 1)
		want := a
		if r.Overwrite(b) {
			want = b
		}
		checkRecord(t, r, key, want, at, 1)
		g := r.Grow(int(grow), 2*int(grow))
		if n := int(grow) - len(want); n > 0 {
			want = append(want[:len(want):len(want)], make([]byte, n)...)
		}
		checkRecord(t, g, key, want, at, 1)
		checkRecord(t, g.WithExpire(3), key, want, 3, 1)
	})
}
