package pack

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// texts are values around every limit between two forms.
func texts() []string {
	var all []string
	for _, n := range []int{0, 1, 62, 63, 64, 65, 125, 126, 127, 128, 4094, 4095, 4096, 16377, 16378, 16379, 1 << 16, 1<<21 - 7, 1<<21 - 6, 1<<21 - 5} {
		all = append(all, strings.Repeat("x", n))
	}
	for _, bits := range []int{0, 6, 7, 12, 13, 15, 16, 23, 24, 31, 32, 62} {
		for d := int64(-2); d <= 2; d++ {
			all = append(all, strconv.FormatInt(1<<bits+d, 10), strconv.FormatInt(-1<<bits+d, 10))
		}
	}
	return append(all, "0", "-0", "00", "01", "-01", "+1", "-", "1a", "1 ", strconv.Itoa(math.MaxInt64), strconv.Itoa(math.MinInt64),
		"9223372036854775808", "-9223372036854775809", "18446744073709551615", "99999999999999999999")
}

func text(p Pack, pos int) string {
	e, _ := At(p, pos)
	return string(e.Append(nil))
}

func TestEveryFormRoundTrip(t *testing.T) {
	var p Pack
	all := texts()
	for _, s := range all {
		before := len(p)
		p = Append(p, []byte(s))
		if got := len(p) - before; got != EntrySize([]byte(s)) {
			t.Errorf("%.30q takes %d bytes, EntrySize says %d", s, got, EntrySize([]byte(s)))
		}
	}
	if !Valid(p) || Count(p) != len(all) {
		t.Fatalf("valid %v, %d entries of %d", Valid(p), Count(p), len(all))
	}
	pos := 0
	for i, s := range all {
		e, next := At(p, pos)
		n, err := strconv.ParseInt(s, 10, 64)
		integer := err == nil && strconv.FormatInt(n, 10) == s
		switch {
		case string(e.Append(nil)) != s || e.Len() != len(s) || !e.Is([]byte(s)) || e.Is([]byte(s+"1")):
			t.Errorf("entry %d is %.30q, want %.30q", i, e.Append(nil), s)
		case integer != (e.Bytes == nil):
			t.Errorf("%q stored as an integer: %v", s, e.Bytes == nil)
		case Prev(p, next) != pos || Seek(p, i) != pos || Seek(p, i-len(all)) != pos:
			t.Errorf("entry %d at %d: Prev %d, Seek %d and %d", i, pos, Prev(p, next), Seek(p, i), Seek(p, i-len(all)))
		case Find(p, 0, 1, []byte(s)) != Seek(p, slices.Index(all, s)):
			t.Errorf("Find(%.30q) = %d", s, Find(p, 0, 1, []byte(s)))
		}
		pos = next
	}
	if Seek(p, len(all)) != -1 || Seek(p, -len(all)-1) != -1 || Seek(nil, 0) != -1 || Seek(nil, -1) != -1 {
		t.Error("Seek finds entries that do not exist")
	}
}

// TestListpackBytes holds the format against what redis-server has in a dump of these values.
func TestListpackBytes(t *testing.T) {
	tests := []struct{ value, bytes string }{
		{"1", "\x01\x01"},
		{"127", "\x7f\x01"},
		{"128", "\xc0\x80\x02"},
		{"-1", "\xdf\xff\x02"},
		{"-4096", "\xd0\x00\x02"},
		{"4096", "\xf1\x00\x10\x03"},
		{"-32769", "\xf2\xff\x7f\xff\x04"},
		{"8388608", "\xf3\x00\x00\x80\x00\x05"},
		{"-2147483649", "\xf4\xff\xff\xff\x7f\xff\xff\xff\xff\x09"},
		{"", "\x80\x01"},
		{"abc", "\x83abc\x04"},
		{strings.Repeat("a", 64), "\xe0\x40" + strings.Repeat("a", 64) + "\x42"},
		{strings.Repeat("a", 126), "\xe0\x7e" + strings.Repeat("a", 126) + "\x01\x80"},
		{strings.Repeat("a", 4096), "\xf0\x00\x10\x00\x00" + strings.Repeat("a", 4096) + "\x20\x85"},
	}
	for _, tt := range tests {
		if got := Append(nil, []byte(tt.value)); string(got) != tt.bytes {
			t.Errorf("%.20q packs as %x, want %x", tt.value, got, tt.bytes)
		}
	}
}

func TestFindStride(t *testing.T) {
	var p Pack
	for _, s := range []string{"a", "b", "b", "a", "12", "c", "c"} {
		p = Append(p, []byte(s))
	}
	tests := []struct {
		from, stride int
		value        string
		want         int
	}{
		{0, 2, "b", 2}, {0, 1, "b", 1}, {1, 2, "a", 3}, {0, 2, "a", 0}, {1, 2, "12", -1}, {0, 2, "12", 4}, {0, 4, "c", -1}, {0, 3, "c", 6},
	}
	for _, tt := range tests {
		if got, want := Find(p, Seek(p, tt.from), tt.stride, []byte(tt.value)), Seek(p, tt.want); got != want && (tt.want >= 0 || got != -1) {
			t.Errorf("Find from %d by %d of %q = %d, want %d", tt.from, tt.stride, tt.value, got, want)
		}
	}
	if Find(p, len(p), 1, []byte("a")) != -1 {
		t.Error("found something behind the end")
	}
}

func TestEditsInPlaceDoNotAllocate(t *testing.T) {
	p := make(Pack, 0, 256)
	v := []byte("member")
	got := testing.AllocsPerRun(100, func() {
		p = AppendInt(Append(p[:0], v), 1000)
		p = Insert(p, 0, v)
		p = Replace(p, 0, v[:2])
		p = Remove(p, 0, 1)
		if Find(p, 0, 1, v) != 0 {
			t.Fatal("lost")
		}
	})
	if got != 0 {
		t.Errorf("%v allocations", got)
	}
}

func TestValidRefuses(t *testing.T) {
	whole := Append(AppendInt(Append(nil, []byte("abc")), 1<<40), bytes.Repeat([]byte("x"), 200))
	for n := 1; n < len(whole); n++ {
		if cut := whole[:n]; Valid(cut) && n != 5 && n != 15 {
			t.Errorf("the first %d bytes are valid", n)
		}
	}
	for _, bad := range []string{"\xf5\x01", "\xff", "\x01\x02", "\x83abc\x05", "\x83abc\x84", "\xf0\xff\xff\xff\xff\x01", "\xc0", "\xe0"} {
		if Valid(Pack(bad)) {
			t.Errorf("%x is valid", bad)
		}
	}
}

// FuzzPack edits a pack and a slice of strings in the same way.
func FuzzPack(f *testing.F) {
	f.Add([]byte("\x00\x03abc\x00\x0212\x01\x00\x05-4096\x02\x01\x01x\x03\x00\x01"))
	f.Add([]byte("\x04\x7f\x04\xff\x00\x0242\x01\x01\x00\x02\x00\x09123456789"))
	f.Fuzz(func(t *testing.T, script []byte) {
		var p Pack
		var model []string
		take := func() int {
			if len(script) == 0 {
				return 0
			}
			b := script[0]
			script = script[1:]
			return int(b)
		}
		word := func() []byte {
			n := min(take(), len(script))
			w := script[:n]
			script = script[n:]
			return bytes.Repeat(w, 1+n%3*n%7)
		}
		for len(script) > 0 {
			op, at, pos := take()%5, 0, 0
			if len(model) > 0 {
				at = take() % len(model)
				pos = Seek(p, at)
			}
			switch v := word(); {
			case op == 0:
				p, model = Append(p, v), append(model, string(v))
			case op == 1:
				p, model = Insert(p, pos, v), slices.Insert(model, at, string(v))
			case op == 2 && len(model) > 0:
				p = Replace(p, pos, v)
				model[at] = string(v)
			case op == 3 && len(model) > 0:
				n := min(take()%4, len(model)-at)
				p, model = Remove(p, pos, n), slices.Delete(model, at, at+n)
			default:
				n := int64(int8(take())) << (take() % 57)
				p, model = AppendInt(p, n), append(model, strconv.FormatInt(n, 10))
			}
		}
		check(t, p, model)
	})
}

func check(t *testing.T, p Pack, model []string) {
	if !Valid(p) || Count(p) != len(model) {
		t.Fatalf("valid %v, %d entries, want %d", Valid(p), Count(p), len(model))
	}
	pos := len(p)
	for i := len(model) - 1; i >= 0; i-- {
		pos = Prev(p, pos)
		if text(p, pos) != model[i] {
			t.Fatalf("entry %d is %q, want %q", i, text(p, pos), model[i])
		}
		v := []byte(model[i])
		got, entry, want := Find(p, 0, 1, v), FindEntry(p, 0, 1, Parse(v)), Seek(p, slices.Index(model, model[i]))
		if got != want || entry != want {
			t.Fatalf("%q found at %d and %d, want %d", v, got, entry, want)
		}
		if again := AppendEntry(nil, Parse(v)); !bytes.Equal(again, Append(nil, v)) {
			t.Fatalf("%q packs as %x and as %x", v, again, Append(nil, v))
		}
	}
}

// FuzzValid walks whatever Valid accepts.
func FuzzValid(f *testing.F) {
	f.Add([]byte("\x83abc\x04\x01\x01"))
	f.Add([]byte(Append(nil, bytes.Repeat([]byte("y"), 300))))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p := Pack(raw)
		if !Valid(p) {
			return
		}
		n := 0
		for pos := 0; pos < len(p); n++ {
			at := pos
			if _, pos = At(p, pos); Prev(p, pos) != at {
				t.Fatalf("Prev(%d) = %d, want %d", pos, Prev(p, pos), at)
			}
		}
		if Count(p) != n {
			t.Fatalf("Count %d, walked %d", Count(p), n)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var p Pack
	for i := range 64 {
		p = Append(p, []byte("member:"+strconv.Itoa(i)))
	}
	missing := []byte("member:xx")
	for b.Loop() {
		if Find(p, 0, 1, missing) != -1 {
			b.Fatal("found")
		}
	}
}
