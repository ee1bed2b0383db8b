package bit

import (
	"encoding/binary"
	"math"
)

// field is a number of up to 64 bits, the highest first, anywhere in a string.
type field struct {
	at     int64 // position of its first bit
	size   uint  // in bits, from 1 to 64; 63 at most without sign
	signed bool
}

// end is how many bytes a string must have to hold the field.
func (f field) end() int { return int((f.at+int64(f.size)-1)>>3) + 1 }

// load returns the field's value in b; bits behind the end of b are zero.
func (f field) load(b []byte) int64 {
	var window [9]byte // a field that begins within a byte touches up to nine
	copy(window[:], from(b, int(min(f.at>>3, int64(len(b))))))
	v := binary.BigEndian.Uint64(window[:])
	if shift := uint(f.at & 7); shift != 0 {
		v = v<<shift | uint64(window[8]>>(8-shift))
	}
	return f.extend(v >> (64 - f.size))
}

// store writes the lowest bits of v to the field, which lies within b.
func (f field) store(b []byte, v int64) {
	b = b[f.at>>3 : f.end()]
	var window [9]byte
	copy(window[:], b)
	shift := uint(f.at & 7)
	mask, bits := ^uint64(0)<<(64-f.size), uint64(v)<<(64-f.size)
	head := binary.BigEndian.Uint64(window[:])
	binary.BigEndian.PutUint64(window[:], head&^(mask>>shift)|bits>>shift)
	window[8] = window[8]&^byte(mask<<(8-shift)) | byte(bits<<(8-shift))
	copy(b, window[:])
}

// extend is the value of the lowest bits of v as the field reads them.
func (f field) extend(v uint64) int64 {
	rest := 64 - f.size
	if f.signed {
		return int64(v<<rest) >> rest
	}
	return int64(v << rest >> rest)
}

// overflow is what happens to a value that does not fit into its field.
type overflow uint8

const (
	wrap overflow = iota
	saturate
	fail
)

// limits are the least and the greatest value of the field.
func (f field) limits() (lo, hi int64) {
	if f.signed {
		hi = math.MaxInt64 >> (64 - f.size)
		return -hi - 1, hi
	}
	return 0, int64(1<<f.size - 1)
}

// fit returns v as the field can hold it; ok is false where how is fail and it does not fit. Values of fields without sign are read
// as such: a negative one is too large, not too small. Nor is a negative one too small that is 2^63 or more below the greatest value.
func (f field) fit(v int64, how overflow) (int64, bool) {
	lo, hi := f.limits()
	switch {
	case lo <= v && v <= hi:
		return v, true
	case how == fail:
		return 0, false
	case how == wrap:
		return f.extend(uint64(v)), true
	case f.signed && v < lo && hi-v > 0:
		return lo, true
	}
	return hi, true
}

// add is fit for v, which the field holds, and n together.
func (f field) add(v, n int64, how overflow) (int64, bool) {
	lo, hi := f.limits()
	above := n > 0 && uint64(hi)-uint64(v) < uint64(n)
	below := n < 0 && uint64(v)-uint64(lo) < -uint64(n)
	switch {
	case !above && !below:
		return v + n, true
	case how == fail:
		return 0, false
	case how == wrap:
		return f.extend(uint64(v) + uint64(n)), true
	case below:
		return lo, true
	}
	return hi, true
}
