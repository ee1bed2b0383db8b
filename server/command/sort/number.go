package sort

import (
	"bytes"

	"redstart/resp"
	"redstart/storage/value/pack"
)

// number reads an element as C's strtod does, which Redis asks here: after blanks, up to a zero byte; nothing is zero.
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
	return resp.ParseDouble(bytes.TrimLeft(b, " \t\n\v\f\r"))
}
