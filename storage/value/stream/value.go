package stream

import (
	"encoding/binary"
	"math"
	"strconv"
)

// A name or a value of an entry is packed with its kind and length in front, in the shortest of these forms:
//
//	0xxxxxxx                  an integer, 0 to 127
//	10xxxxxx                  a string of up to 63 bytes
//	110xxxxx + 1 byte         an integer of 13 bits
//	1110xxxx + 1 byte         a string of up to 4095 bytes
//	0xf0 + 4 bytes            a longer string
//	0xf1 to 0xf4              an integer of 2, 3, 4 or 8 bytes, little-endian
//
// They are those of Redis' listpack without the length behind each element, so the size of that can be told from these.
const (
	tagString6  = 0x80
	tagInt13    = 0xc0
	tagString12 = 0xe0
	tagString32 = 0xf0
	tagInt16    = 0xf1
	tagInt24    = 0xf2
	tagInt32    = 0xf3
	tagInt64    = 0xf4
)

// Value is a name or a value of an entry: Bytes, a view of the stream, or an integer where Bytes is nil.
type Value struct {
	Bytes []byte
	Int   int64
}

// Append appends the value's text.
func (v Value) Append(dst []byte) []byte {
	if v.Bytes != nil {
		return append(dst, v.Bytes...)
	}
	return strconv.AppendInt(dst, v.Int, 10)
}

// Size is the length of the value's text.
func (v Value) Size() int {
	if v.Bytes != nil {
		return len(v.Bytes)
	}
	var room [20]byte
	return len(strconv.AppendInt(room[:0], v.Int, 10))
}

// appendValue packs b.
func appendValue(dst, b []byte) []byte {
	if n, ok := parseInt(b); ok {
		return appendInt(dst, n)
	}
	switch n := len(b); {
	case n < 64:
		dst = append(dst, tagString6|byte(n))
	case n < 4096:
		dst = append(dst, tagString12|byte(n>>8), byte(n))
	default:
		dst = binary.LittleEndian.AppendUint32(append(dst, tagString32), uint32(n))
	}
	return append(dst, b...)
}

func appendInt(dst []byte, n int64) []byte {
	switch {
	case n >= 0 && n < 128:
		return append(dst, byte(n))
	case n >= -4096 && n < 4096:
		return append(dst, tagInt13|byte(n>>8)&0x1f, byte(n))
	case n >= math.MinInt16 && n <= math.MaxInt16:
		return append(dst, tagInt16, byte(n), byte(n>>8))
	case n >= -1<<23 && n < 1<<23:
		return append(dst, tagInt24, byte(n), byte(n>>8), byte(n>>16))
	case n >= math.MinInt32 && n <= math.MaxInt32:
		return binary.LittleEndian.AppendUint32(append(dst, tagInt32), uint32(n))
	}
	return binary.LittleEndian.AppendUint64(append(dst, tagInt64), uint64(n))
}

// readValue reads the value that p begins with, and how many bytes it takes.
func readValue(p []byte) (v Value, n int) {
	tag := p[0]
	switch {
	case tag < tagString6:
		return Value{Int: int64(tag)}, 1
	case tag < tagInt13:
		n = 1 + int(tag&0x3f)
		return Value{Bytes: p[1:n:n]}, n
	case tag < tagString12:
		return Value{Int: int64(tag&0x1f)<<59>>51 | int64(p[1])}, 2
	case tag < tagString32:
		n = 2 + int(tag&0x0f)<<8 + int(p[1])
		return Value{Bytes: p[2:n:n]}, n
	case tag == tagString32:
		n = 5 + int(binary.LittleEndian.Uint32(p[1:]))
		return Value{Bytes: p[5:n:n]}, n
	case tag == tagInt16:
		return Value{Int: int64(int16(binary.LittleEndian.Uint16(p[1:])))}, 3
	case tag == tagInt24:
		return Value{Int: int64(int8(p[3]))<<16 | int64(p[2])<<8 | int64(p[1])}, 4
	case tag == tagInt32:
		return Value{Int: int64(int32(binary.LittleEndian.Uint32(p[1:])))}, 5
	}
	return Value{Int: int64(binary.LittleEndian.Uint64(p[1:]))}, 9
}

// skipValue is how many bytes the value takes that p begins with.
func skipValue(p []byte) int {
	tag := p[0]
	switch {
	case tag < tagString6:
		return 1
	case tag < tagInt13:
		return 1 + int(tag&0x3f)
	case tag < tagString12:
		return 2
	case tag < tagString32:
		return 2 + int(tag&0x0f)<<8 + int(p[1])
	case tag == tagString32:
		return 5 + int(binary.LittleEndian.Uint32(p[1:]))
	case tag < tagInt64:
		return int(tag) - tagInt16 + 3
	}
	return 9
}

// parseInt reads a decimal integer whose canonical text is b.
func parseInt(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 20 {
		return 0, false
	}
	digits, negative := b, b[0] == '-'
	if negative {
		digits = b[1:]
	}
	if len(digits) == 0 || len(digits) > 19 {
		return 0, false
	}
	if digits[0] == '0' {
		return 0, len(b) == 1
	}
	var u uint64 // 19 digits cannot overflow it
	for _, c := range digits {
		if c -= '0'; c > 9 {
			return 0, false
		}
		u = u*10 + uint64(c)
	}
	if negative {
		return -int64(u), u <= 1<<63
	}
	return int64(u), u <= math.MaxInt64
}
