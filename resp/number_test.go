package resp

import (
	"math"
	"strconv"
	"testing"
)

func TestParseInt(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{0, 1, -1, 9, 10, 99, 100, 101, -100, 12345, 999999999999999999, 1000000000000000000, math.MaxInt64, math.MinInt64} {
		text := strconv.FormatInt(n, 10)
		if got, ok := ParseInt([]byte(text)); !ok || got != n {
			t.Errorf("%s: got %d, %v", text, got, ok)
		}
		if got := string(AppendInt(nil, n)); got != text {
			t.Errorf("%s: printed as %s", text, got)
		}
	}
	for _, s := range []string{
		"", "-", "+1", " 1", "1 ", "01", "00", "-0", "-01", "1a", "a", "1.0", "1e3", "0x1", "--1", "9223372036854775808",
		"-9223372036854775809", "18446744073709551616", "99999999999999999999", "10000000000000000000", "1\x00", "\x001",
	} {
		if got, ok := ParseInt([]byte(s)); ok {
			t.Errorf("%q: accepted as %d", s, got)
		}
	}
}

func TestAppendUint(t *testing.T) {
	t.Parallel()
	for n := uint64(1); ; n *= 10 {
		for _, m := range []uint64{n - 1, n, n + 1} {
			if got, want := string(appendUint(nil, m)), strconv.FormatUint(m, 10); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
		if n > math.MaxUint64/10 {
			break
		}
	}
	if got := string(appendUint(nil, math.MaxUint64)); got != "18446744073709551615" {
		t.Errorf("got %s", got)
	}
}

func FuzzParseInt(f *testing.F) {
	for _, s := range []string{"0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "007"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := ParseInt([]byte(s))
		want, err := strconv.ParseInt(s, 10, 64)
		canonical := err == nil && strconv.FormatInt(want, 10) == s
		if ok != canonical || (ok && got != want) {
			t.Errorf("%q: got %d, %v", s, got, ok)
		}
	})
}

func BenchmarkParseInt(b *testing.B) {
	in := []byte("1234567890")
	for b.Loop() {
		if _, ok := ParseInt(in); !ok {
			b.Fatal("refused")
		}
	}
}
