package resp

import (
	"math/big"
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

// FuzzLongDouble compares with math/big.
func FuzzLongDouble(f *testing.F) {
	for _, s := range []string{"0.1", "-0x1.8p3", "1e4932", "1e-4951", "-inf", "-0", "1e", "18446744073709551617", "1e-17", "-0.99999999999999999999"} {
		f.Add(s, "1")
		f.Add("9223372036854775807.5", s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, okX := checkLongDouble(t, a)
		y, okY := checkLongDouble(t, b)
		if !okX || !okY {
			return
		}
		sum, ok := x.Add(y)
		if other, okOther := y.Add(x); ok != okOther || string(other.Append(nil)) != string(sum.Append(nil)) {
			t.Errorf("%q + %q does not commute", a, b)
		}
		if !ok {
			return
		}
		exact := new(big.Float).SetPrec(64).Add(bigFloat(x), bigFloat(y))
		if bigFloat(sum).Cmp(exact) != 0 {
			t.Errorf("%q + %q: got %s, want %s", a, b, sum.Append(nil), exact.Text('g', 30))
		}
		checkLongDouble(t, string(sum.Append(nil)))
	})
}

// checkLongDouble reads s, and checks the number and its text.
func checkLongDouble(t *testing.T, s string) (x LongDouble, ok bool) {
	t.Helper()
	x, ok = ParseLongDouble([]byte(s))
	if !ok || x.IsInf() {
		return x, ok
	}
	want := bigFloat(x).Text('f', 17)
	if want = strings.TrimSuffix(strings.TrimRight(want, "0"), "."); want == "-0" || want == "" {
		want = "0"
	}
	if got := string(x.Append([]byte{'>'})); got != ">"+want {
		t.Errorf("%q: got %s, want %s", s, got, want)
	}
	if text, _ := scanFloat([]byte(s)); text.nonZero {
		slow, ok := text.anyNumber()
		if slow.negative = x.negative; !ok || slow != x {
			t.Errorf("%q: got %+v, the long way %+v", s, x, slow)
		}
	}
	return x, true
}

func bigFloat(x LongDouble) *big.Float {
	f := new(big.Float).SetPrec(64).SetUint64(x.mant)
	f.SetMantExp(f, x.exp)
	if x.negative {
		f.Neg(f)
	}
	return f
}

func TestLongDoubleAllocatesNothing(t *testing.T) {
	room := make([]byte, 0, 64)
	value, increment := []byte("10.50"), []byte("-3.0e-2")
	if got := testing.AllocsPerRun(100, func() {
		x, _ := ParseLongDouble(value)
		y, _ := ParseLongDouble(increment)
		sum, _ := x.Add(y)
		sum.Append(room)
	}); got != 0 {
		t.Errorf("%v allocations", got)
	}
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
