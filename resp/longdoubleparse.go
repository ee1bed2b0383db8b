package resp

import (
	"math/big"
	"math/bits"
)

// shortDecimal returns the magnitude of t, rounded, if t is decimal and short enough that 64-bit integers hold its digits and its power
// of five. Most numbers that people write are; for others ok is false.
func (t *floatText) shortDecimal() (x LongDouble, ok bool) {
	const (
		maxDigits = 19
		maxPower  = 27
	)
	exp := t.exponent - len(t.fraction)
	if t.hex || len(t.whole)+len(t.fraction) > maxDigits || exp < -maxPower || exp > maxPower {
		return LongDouble{}, false
	}
	var n uint64
	for _, c := range t.whole {
		n = n*10 + uint64(c-'0')
	}
	for _, c := range t.fraction {
		n = n*10 + uint64(c-'0')
	}
	power := uint64(1)
	for range max(exp, -exp) {
		power *= 5
	}
	if exp >= 0 {
		hi, lo := bits.Mul64(n, power)
		return round(hi, lo, exp+64), true
	}
	up, upPower := bits.LeadingZeros64(n), bits.LeadingZeros64(power)
	hi, lo := n<<up, uint64(0)
	power <<= upPower
	exp += upPower - up - 64
	if hi >= power {
		hi, lo, exp = hi>>1, hi<<63, exp+1
	}
	quotient, rest := bits.Div64(hi, lo, power)
	below, rest := bits.Div64(rest, 0, power)
	if rest != 0 {
		below |= 1
	}
	return round(quotient, below, exp), true
}

// anyNumber returns the magnitude of t, which is not zero, rounded; ok is false if that is out of range.
func (t *floatText) anyNumber() (x LongDouble, ok bool) {
	digits := append(append(make([]byte, 0, len(t.whole)+len(t.fraction)), t.whole...), t.fraction...)
	f := new(big.Float).SetPrec(64)
	if t.hex {
		n, _ := new(big.Int).SetString(string(digits), 16)
		f.SetMantExp(f.SetInt(n), t.exponent-4*len(t.fraction))
	} else if !setDecimal(f, digits, t.exponent-len(t.fraction)) {
		return LongDouble{}, false
	}
	exp := f.MantExp(nil) // f is at least 2^(exp-1) and below 2^exp
	if exp > longDoubleMaxExp || exp <= longDoubleMinExp || (exp == longDoubleMinExp+1 && f.MinPrec() == 1) {
		return LongDouble{}, false
	}
	x.mant, _ = f.SetMantExp(f, 64-exp).Uint64()
	x.exp = exp - 64
	return x, true
}

// setDecimal sets f to digits * 10^exp, rounded to its precision. It reports false if that is far out of range, where the power of ten
// would cost more than it is worth.
func setDecimal(f *big.Float, digits []byte, exp int) bool {
	const farOut = 2 * longDoubleMaxLen // beyond what digits of a text can bring back into range
	if exp > farOut || exp < -farOut {
		return false
	}
	n, _ := new(big.Int).SetString(string(digits), 10)
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exp, -exp))), nil)
	if exp >= 0 {
		f.SetInt(n.Mul(n, power))
	} else {
		f.Quo(new(big.Float).SetInt(n), new(big.Float).SetInt(power))
	}
	return true
}
