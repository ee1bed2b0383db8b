package resp

import (
	"bytes"
	"math/big"
	"math/bits"
)

// LongDouble is a number as x87's 80-bit format holds it, with a mantissa of 64 bits, in which Redis computes INCRBYFLOAT and
// HINCRBYFLOAT. It may be infinite and is never NaN. Numbers too small for the format's full precision, far below what
// Append prints, keep more of it here. The zero value is 0.
type LongDouble struct {
	mant     uint64 // the number is mant * 2^exp; the highest bit of mant is set unless the number is 0
	exp      int
	negative bool
	infinite bool
}

const (
	longDoubleMaxExp = 16384  // all finite numbers are below 2^16384
	longDoubleMinExp = -16446 // what is not above 2^-16446 rounds to zero
	longDoubleMaxLen = 5 * 1024
)

// ParseLongDouble reads what ParseDouble reads, in the wider range and precision. Texts of 5 KiB and more are refused.
func ParseLongDouble(b []byte) (x LongDouble, ok bool) {
	t, ok := scanFloat(b)
	if !ok || len(b) >= longDoubleMaxLen {
		return LongDouble{}, false
	}
	switch {
	case t.infinite:
		x.infinite = true
	case !t.nonZero:
	default:
		if x, ok = t.shortDecimal(); !ok {
			x, ok = t.anyNumber()
		}
	}
	x.negative = t.negative
	return x, ok
}

// IsInf reports whether x is an infinity.
func (x LongDouble) IsInf() bool { return x.infinite }

// Add returns x + y; ok is false when that is infinite or not a number.
func (x LongDouble) Add(y LongDouble) (sum LongDouble, ok bool) {
	switch {
	case x.infinite || y.infinite:
		return LongDouble{}, false
	case x.mant == 0:
		return y, true
	case y.mant == 0:
		return x, true
	}
	if x.exp < y.exp || (x.exp == y.exp && x.mant < y.mant) {
		x, y = y, x
	}
	// The lower half of 128 bits holds what of y lies below x's last bit. Bits lost below even that are remembered by one that is
	// set: they only decide on which side of the middle the exact sum lies.
	hi, lo := shiftRight(y.mant, 0, x.exp-y.exp)
	exp := x.exp
	if x.negative == y.negative {
		var carry uint64
		hi, carry = bits.Add64(x.mant, hi, 0)
		if carry > 0 {
			hi, lo = hi>>1|1<<63, hi<<63|lo>>1|lo&1
			exp++
		}
	} else {
		var borrow uint64
		lo, borrow = bits.Sub64(0, lo, 0)
		hi, _ = bits.Sub64(x.mant, hi, borrow)
	}
	sum = round(hi, lo, exp)
	sum.negative = x.negative
	return sum, sum.exp+64 <= longDoubleMaxExp
}

// Append appends x as Redis prints it for humans: no exponent, at most 17 digits behind the point, no trailing zeros, no "-0".
func (x LongDouble) Append(b []byte) []byte {
	start := len(b)
	if x.negative {
		b = append(b, '-')
	}
	switch {
	case x.infinite:
		return append(b, "inf"...)
	case x.exp > 0:
		return new(big.Int).Lsh(new(big.Int).SetUint64(x.mant), uint(x.exp)).Append(b, 10)
	}
	const unit = 100_000_000_000_000_000 // 10^17
	shift := -x.exp
	whole := x.mant >> shift
	hi, lo := bits.Mul64(x.mant-whole<<shift, unit)
	fraction := roundShift(hi, lo, shift)
	if fraction == unit {
		whole, fraction = whole+1, 0
	}
	if whole == 0 && fraction == 0 {
		return append(b[:start], '0')
	}
	b = appendUint(b, whole)
	if fraction == 0 {
		return b
	}
	point := len(b)
	b = appendUint(b, unit+fraction) // the 1 in front keeps the zeros behind the point
	b[point] = '.'
	return bytes.TrimRight(b, "0")
}

// round returns (hi * 2^64 + lo) * 2^(exp-64), rounded to the nearest, or the even one of two.
func round(hi, lo uint64, exp int) LongDouble {
	if hi == 0 && lo == 0 {
		return LongDouble{}
	}
	if hi == 0 {
		hi, lo, exp = lo, 0, exp-64
	}
	n := bits.LeadingZeros64(hi)
	hi, lo, exp = hi<<n|lo>>(64-n), lo<<n, exp-n
	if lo > 1<<63 || (lo == 1<<63 && hi&1 == 1) {
		if hi++; hi == 0 {
			hi, exp = 1<<63, exp+1
		}
	}
	return LongDouble{mant: hi, exp: exp}
}

// shiftRight shifts 128 bits by n; the lowest bit of the result is also set if any bit that is lost was.
func shiftRight(hi, lo uint64, n int) (_, _ uint64) {
	lost := uint64(0)
	if n >= 64 {
		lost, hi, lo, n = lo, 0, hi, n-64
	}
	if n >= 64 {
		lost, lo, n = lost|lo, 0, 0
	}
	lost |= lo << (64 - n) // no bit when n is 0
	hi, lo = hi>>n, lo>>n|hi<<(64-n)
	if lost != 0 {
		lo |= 1
	}
	return hi, lo
}

// roundShift returns hi * 2^64 + lo, divided by 2^n and rounded to the nearest, or the even one of two. It must fit 62 bits.
func roundShift(hi, lo uint64, n int) uint64 {
	var quarters uint64
	switch n {
	case 0:
		return lo
	case 1:
		quarters = lo << 1
	default:
		_, quarters = shiftRight(hi, lo, n-2)
	}
	result, rest := quarters>>2, quarters&3
	if rest == 3 || (rest == 2 && result&1 == 1) {
		result++
	}
	return result
}
