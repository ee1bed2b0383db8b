package resp

import (
	"strconv"
)

// ParseDouble reads a floating-point number as Redis does.
func ParseDouble(b []byte) (f float64, ok bool) {
	f, err := strconv.ParseFloat(string(b), 64)
	return f, err == nil && f == f
}

// AppendDouble appends f as Redis prints it.
func AppendDouble(b []byte, f float64) []byte {
	return strconv.AppendFloat(b, f, 'g', 17, 64)
}
