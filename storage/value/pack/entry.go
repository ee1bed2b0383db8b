package pack

import (
	"bytes"
	"strconv"
)

// Entry is one member of a pack: a string, or an integer when Bytes is nil.
type Entry struct {
	Bytes []byte // a view of the pack, never nil for a string
	Int   int64
}

// Parse returns the entry that v is stored as: an integer where it is the canonical decimal of one, else v itself.
func Parse(v []byte) Entry {
	if len(v) <= 20 {
		if n, ok := ParseInt(v); ok {
			return Entry{Int: n}
		}
		if v == nil {
			v = []byte{}
		}
	}
	return Entry{Bytes: v}
}

// Append appends the entry's text to dst.
func (e Entry) Append(dst []byte) []byte {
	if e.Bytes != nil {
		return append(dst, e.Bytes...)
	}
	return strconv.AppendInt(dst, e.Int, 10)
}

// Len returns the length of the entry's text in bytes.
func (e Entry) Len() int {
	if e.Bytes != nil {
		return len(e.Bytes)
	}
	n, u := 1, uint64(e.Int)
	if e.Int < 0 {
		n, u = 2, -u
	}
	for ; u >= 10; u /= 10 {
		n++
	}
	return n
}

// Is reports whether v is the entry's text.
func (e Entry) Is(v []byte) bool {
	if e.Bytes != nil {
		return bytes.Equal(e.Bytes, v)
	}
	n, ok := ParseInt(v)
	return ok && n == e.Int
}

// ParseInt returns the number that v is the canonical decimal of: what strconv would print, no sign but "-", no leading zero. Others are
// not ok, as are those past 64 bits.
func ParseInt(v []byte) (n int64, ok bool) {
	digits := v
	if len(v) > 0 && v[0] == '-' {
		digits = v[1:]
	}
	if len(digits) == 0 || len(digits) > 19 {
		return 0, false
	}
	if digits[0] == '0' {
		return 0, len(v) == 1
	}
	var u uint64 // 19 digits do not overflow it
	for _, c := range digits {
		if c -= '0'; c > 9 {
			return 0, false
		}
		u = u*10 + uint64(c)
	}
	if len(digits) != len(v) {
		return -int64(u), u <= 1<<63
	}
	return int64(u), u < 1<<63
}
