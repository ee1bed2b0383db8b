package sort

import (
	"bytes"
	"math"
	"strconv"

	"redstart/storage/value/pack"
)

// number reads an element as Redis does here: decimal digits or an infinity, with a sign, up to a zero byte; nothing is zero, what is too
// large is infinite.
func number(e pack.Entry) (float64, bool) {
	if e.Bytes == nil {
		return float64(e.Int), true
	}
	if n, ok := pack.ParseInt(e.Bytes); ok {
		return float64(n), true
	}
	b, _, _ := bytes.Cut(e.Bytes, []byte{0})
	if len(b) == 0 {
		return 0, true
	}
	if bytes.ContainsAny(b, "xX_") { // Go reads hexadecimal, and underscores between digits
		return 0, false
	}
	f, err := strconv.ParseFloat(string(b), 64)
	return f, !math.IsNaN(f) && (err == nil || math.IsInf(f, 0))
}
