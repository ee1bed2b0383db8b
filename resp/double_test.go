package resp

import (
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// recorded reads a table of testdata: the fields of each line, with Go's escapes resolved.
func recorded(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		for i, f := range fields {
			if fields[i], err = strconv.Unquote(`"` + f + `"`); err != nil {
				t.Fatalf("%s: %q: %v", name, f, err)
			}
		}
		rows = append(rows, fields)
	}
	if len(rows) < 50 {
		t.Fatalf("%s: only %d rows", name, len(rows))
	}
	return rows
}

func TestAppendDoubleAsRedis(t *testing.T) {
	t.Parallel()
	for _, row := range recorded(t, "double.txt") {
		f, err := strconv.ParseFloat(row[0], 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(AppendDouble(nil, f)); got != row[1] {
			t.Errorf("%s: got %s, want %s", row[0], got, row[1])
		}
	}
	for want, f := range map[string]float64{"inf": math.Inf(1), "-inf": math.Inf(-1), "nan": math.NaN(), "-0": math.Copysign(0, -1)} {
		if got := string(AppendDouble(nil, f)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestParseDoubleAsRedis(t *testing.T) {
	t.Parallel()
	for _, row := range recorded(t, "parsedouble.txt") {
		got := "-ERR value is not a valid float"
		if f, ok := ParseDouble([]byte(row[0])); ok {
			if got = string(AppendDouble(nil, f)); got == "-0" {
				got = "0" // a sorted set keeps no sign of zero
			}
		}
		if got != row[1] {
			t.Errorf("%q: got %s, want %s", row[0], got, row[1])
		}
	}
}

// TestPowersOfTen derives the table anew.
func TestPowersOfTen(t *testing.T) {
	t.Parallel()
	for i, got := range powersOfTen {
		exp := int64(firstPower + i*powerStep)
		power := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(exp, -exp)), nil)
		f := new(big.Float).SetPrec(64)
		if exp >= 0 {
			f.SetInt(power)
		} else {
			f.Quo(big.NewFloat(1), new(big.Float).SetInt(power))
		}
		want := extended{exp: f.MantExp(f) - 64}
		want.frac, _ = f.SetMantExp(f, 64).Uint64()
		if got != want {
			t.Errorf("10^%d: got %+v, want %+v", exp, got, want)
		}
	}
}

func FuzzDoubleRoundTrip(f *testing.F) {
	for _, v := range []float64{0, 0.1, 1e23, 5e-324, math.MaxFloat64, -1 << 62, 1<<62 + 1<<10} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v float64) {
		if math.IsNaN(v) {
			return
		}
		text := AppendDouble(nil, v)
		if got, ok := ParseDouble(text); !ok || math.Float64bits(got) != math.Float64bits(v) {
			t.Errorf("%x: printed as %s, read as %x, %v", v, text, got, ok)
		}
	})
}

func BenchmarkAppendDouble(b *testing.B) {
	for _, v := range []float64{3, 0.1, 3.141592653589793, 1e300} {
		b.Run(strconv.FormatFloat(v, 'g', -1, 64), func(b *testing.B) {
			var room [32]byte
			b.ReportAllocs()
			for b.Loop() {
				AppendDouble(room[:0], v)
			}
		})
	}
}
