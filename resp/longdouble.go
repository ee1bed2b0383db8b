package resp

import (
	"bytes"
	"math"
	"math/big"
)

// LongDouble is a number as x87's 80-bit format holds it, a mantissa of 64 bits, in which Redis computes INCRBYFLOAT and
// HINCRBYFLOAT. It may be infinite and is never NaN. The zero value is 0. A copy shares memory with its original, which is harmless:
// no method changes its receiver.
type LongDouble struct {
	f big.Float
}

const (
	longDoubleBits   = 64
	longDoubleMaxExp = 16384  // all finite ones are below 2^16384
	longDoubleMinExp = -16446 // what is not above 2^-16446 rounds to zero
	longDoubleMaxLen = 5 * 1024
)

// ParseLongDouble reads what ParseDouble reads, in the wider range and precision. Texts of 5 KiB and more are refused.
func ParseLongDouble(b []byte) (x LongDouble, ok bool) {
	t, ok := scanFloat(b)
	if !ok || len(b) >= longDoubleMaxLen {
		return LongDouble{}, false
	}
	x.f.SetPrec(longDoubleBits)
	switch {
	case t.infinite:
		x.f.SetInf(false)
	case !t.nonZero:
	case t.hex:
		ok = x.setHex(&t)
	default:
		ok = x.setDecimal(&t)
	}
	if t.negative {
		x.f.Neg(&x.f)
	}
	return x, ok
}

// setHex sets x to the magnitude of t, rounded, and reports whether that is in range.
func (x *LongDouble) setHex(t *floatText) bool {
	x.f.SetInt(t.mantissa(16))
	x.f.SetMantExp(&x.f, t.exponent-4*len(t.fraction))
	return x.inRange()
}

// setDecimal sets x to the magnitude of t, rounded, and reports whether that is in range.
func (x *LongDouble) setDecimal(t *floatText) bool {
	mantissa := t.mantissa(10)
	exp := t.exponent - len(t.fraction)
	// Powers of ten far out of range would cost more than they are worth.
	const digitsOfMaxExp = 4933
	if digits := len(mantissa.Text(10)); digits+exp > digitsOfMaxExp+1 || digits+exp < -digitsOfMaxExp-20 {
		return false
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exp, -exp))), nil)
	if exp >= 0 {
		x.f.SetInt(mantissa.Mul(mantissa, power))
	} else {
		x.f.Quo(new(big.Float).SetInt(mantissa), new(big.Float).SetInt(power))
	}
	return x.inRange()
}

// mantissa returns the digits of t as an integer.
func (t *floatText) mantissa(base int) *big.Int {
	digits := append(append(make([]byte, 0, len(t.whole)+len(t.fraction)), t.whole...), t.fraction...)
	n, _ := new(big.Int).SetString(string(digits), base)
	return n
}

// inRange reports whether x, a magnitude that is not zero, is neither too large nor too small for the format.
func (x *LongDouble) inRange() bool {
	exp := x.f.MantExp(nil) // x is at least 2^(exp-1) and below 2^exp
	if exp == longDoubleMinExp+1 {
		return x.f.MinPrec() > 1
	}
	return exp <= longDoubleMaxExp && exp > longDoubleMinExp
}

// IsInf reports whether x is an infinity.
func (x LongDouble) IsInf() bool { return x.f.IsInf() }

// Add returns x + y; ok is false when that is infinite or not a number.
func (x LongDouble) Add(y LongDouble) (sum LongDouble, ok bool) {
	if x.IsInf() || y.IsInf() {
		return LongDouble{}, false
	}
	sum.f.SetPrec(longDoubleBits)
	sum.f.Add(&x.f, &y.f)
	return sum, sum.f.MantExp(nil) <= longDoubleMaxExp
}

// Append appends x as Redis prints it for humans: no exponent, at most 17 digits behind the point, no trailing zeros, no "-0".
func (x LongDouble) Append(b []byte) []byte {
	if x.IsInf() {
		return AppendDouble(b, math.Inf(x.f.Sign()))
	}
	start := len(b)
	b = x.f.Append(b, 'f', 17)
	b = bytes.TrimRight(b, "0")
	b = bytes.TrimSuffix(b, []byte{'.'})
	if string(b[start:]) == "-0" {
		b = append(b[:start], '0')
	}
	return b
}
