package set

import (
	"encoding/binary"
	"slices"
)

// Sorted integers of one width, 1, 2, 3, 4 or 8 bytes each, little endian: what a small set of integers is, and a run of a large one.

// widthOf returns the smallest width that n fits in.
func widthOf(n int64) int {
	switch {
	case n == int64(int8(n)):
		return 1
	case n == int64(int16(n)):
		return 2
	case n == n<<40>>40:
		return 3
	case n == int64(int32(n)):
		return 4
	}
	return 8
}

// intAt returns integer i.
func intAt(b []byte, width, i int) int64 {
	switch width {
	case 1:
		return int64(int8(b[i]))
	case 2:
		return int64(int16(binary.LittleEndian.Uint16(b[2*i:])))
	case 3:
		p := b[3*i : 3*i+3]
		return int64(int32(uint32(p[0])<<8|uint32(p[1])<<16|uint32(p[2])<<24) >> 8)
	case 4:
		return int64(int32(binary.LittleEndian.Uint32(b[4*i:])))
	}
	return int64(binary.LittleEndian.Uint64(b[8*i:]))
}

// putInt sets integer i, which fits in the width.
func putInt(b []byte, width, i int, n int64) {
	switch width {
	case 1:
		b[i] = byte(n)
	case 2:
		binary.LittleEndian.PutUint16(b[2*i:], uint16(n))
	case 3:
		p := b[3*i : 3*i+3]
		p[0], p[1], p[2] = byte(n), byte(n>>8), byte(n>>16)
	case 4:
		binary.LittleEndian.PutUint32(b[4*i:], uint32(n))
	default:
		binary.LittleEndian.PutUint64(b[8*i:], uint64(n))
	}
}

// searchInts returns where n is, or where it belongs, among the integers of b. The loops have no branch that depends on the data: which
// half is taken cannot be predicted.
func searchInts(b []byte, width int, n int64) (i int, found bool) {
	count := len(b) / width
	if count == 0 {
		return 0, false
	}
	switch width {
	case 1:
		for left := count; left > 1; {
			half := left / 2
			if int64(int8(b[i+half])) <= n {
				i += half
			}
			left -= half
		}
	case 2:
		for left := count; left > 1; {
			half := left / 2
			if int64(int16(binary.LittleEndian.Uint16(b[2*(i+half):]))) <= n {
				i += half
			}
			left -= half
		}
	case 4:
		for left := count; left > 1; {
			half := left / 2
			if int64(int32(binary.LittleEndian.Uint32(b[4*(i+half):]))) <= n {
				i += half
			}
			left -= half
		}
	default:
		for left := count; left > 1; {
			half := left / 2
			if intAt(b, width, i+half) <= n {
				i += half
			}
			left -= half
		}
	}
	at := intAt(b, width, i)
	if at < n {
		i++
	}
	return i, at == n
}

// insertInt puts n, which fits in the width, before integer i. It works in place when b's capacity allows.
func insertInt(b []byte, width, i int, n int64) []byte {
	size := len(b)
	b = slices.Grow(b, width)[:size+width]
	copy(b[(i+1)*width:], b[i*width:size])
	putInt(b, width, i, n)
	return b
}

// removeInt takes integer i out, in place.
func removeInt(b []byte, width, i int) []byte {
	return append(b[:i*width], b[(i+1)*width:]...)
}

// appendInt appends n, which fits in the width.
func appendInt(b []byte, width int, n int64) []byte {
	size := len(b)
	b = slices.Grow(b, width)[:size+width]
	putInt(b[size:], width, 0, n)
	return b
}
