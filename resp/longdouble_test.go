package resp

import (
	"strings"
	"testing"
)

func TestLongDoubleAsIncrByFloat(t *testing.T) {
	t.Parallel()
	for _, row := range recorded(t, "longdouble.txt") {
		if got := incrByFloat(row[0], row[1]); got != row[2] {
			t.Errorf("%q + %q: got %.60s, want %.60s", row[0], row[1], got, row[2])
		}
	}
}

func incrByFloat(value, increment string) string {
	x, ok := ParseLongDouble([]byte(value))
	y, okIncrement := ParseLongDouble([]byte(increment))
	if !ok || !okIncrement {
		return "-ERR value is not a valid float"
	}
	sum, ok := x.Add(y)
	if !ok {
		return "-ERR increment would produce NaN or Infinity"
	}
	return string(sum.Append(nil))
}

func TestLongDoubleLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want string
	}{
		{strings.Repeat("0", 5118) + "1", "1"},
		{strings.Repeat("0", 5119) + "1", "-ERR value is not a valid float"},
		{"1." + strings.Repeat("0", 5117), "1"},
		{"1." + strings.Repeat("0", 5118), "-ERR value is not a valid float"},
		{"0." + strings.Repeat("0", 4900) + "1e4900", "0.1"},
		{"1" + strings.Repeat("0", 5000) + "e-5000", "1"},
	}
	for _, tt := range tests {
		if got := incrByFloat("0", tt.in); got != tt.want {
			t.Errorf("%.10q (%d bytes): got %.60s, want %s", tt.in, len(tt.in), got, tt.want)
		}
	}
	x, ok := ParseLongDouble([]byte("-inf"))
	if !ok || !x.IsInf() || string(x.Append(nil)) != "-inf" {
		t.Errorf("-inf: got %s, %v", x.Append(nil), ok)
	}
}

func FuzzLongDouble(f *testing.F) {
	for _, s := range []string{"0.1", "-0x1.8p3", "1e4932", "1e-4951", "inf", "-0", "1e", "18446744073709551617"} {
		f.Add(s, "1")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, ok := ParseLongDouble([]byte(a))
		y, okY := ParseLongDouble([]byte(b))
		if !ok || !okY {
			return
		}
		sum, ok := x.Add(y)
		if other, okOther := y.Add(x); ok != okOther || string(other.Append(nil)) != string(sum.Append(nil)) {
			t.Errorf("%q + %q does not commute", a, b)
		}
		if !ok {
			return
		}
		text := sum.Append(nil)
		if again, ok := ParseLongDouble(text); !ok || string(again.Append(nil)) != string(text) {
			t.Errorf("%q + %q = %s is not read back", a, b, text)
		}
	})
}

func BenchmarkLongDoubleAdd(b *testing.B) {
	var room [64]byte
	b.ReportAllocs()
	for b.Loop() {
		x, _ := ParseLongDouble([]byte("10.50"))
		y, _ := ParseLongDouble([]byte("0.1"))
		sum, _ := x.Add(y)
		sum.Append(room[:0])
	}
}
