package resp

import (
	"math"
	"math/bits"
	"strconv"
)

// ParseDouble reads a floating-point number as Redis does: decimal with an optional fraction and exponent, hexadecimal ("0x1.8p3"), or
// an infinity ("inf", "Infinity"), with an optional sign and nothing around it. NaN and what is too large for a double are
// refused, and so is what is too small to be told from zero.
func ParseDouble(b []byte) (f float64, ok bool) {
	t, ok := scanFloat(b)
	if !ok {
		return 0, false
	}
	if t.infinite {
		return t.signed(math.Inf(1)), true
	}
	var err error
	if t.hex && !t.hasExponent {
		f, err = strconv.ParseFloat(string(b)+"p0", 64) // Go insists on an exponent
	} else {
		f, err = strconv.ParseFloat(string(b), 64)
	}
	if err != nil || (f == 0 && t.nonZero) {
		return 0, false
	}
	return f, true
}

// AppendDouble appends f as Redis prints it: digits from the Grisu2 algorithm (Florian Loitsch, "Printing Floating-Point Numbers
// Quickly and Accurately with Integers", 2010), which read back as f but in a few cases in a thousand are not the shortest such,
// laid out without an exponent where that is short. Whole numbers up to 2^62 have all their digits.
func AppendDouble(b []byte, f float64) []byte {
	if a := math.Abs(f); a <= 1<<62 {
		if n := uint64(a); float64(n) == a {
			if math.Signbit(f) {
				b = append(b, '-')
			}
			return appendUint(b, n)
		}
	}
	return AppendShortDouble(b, f)
}

// AppendShortDouble is AppendDouble without the exception for whole numbers: 1e+17.
func AppendShortDouble(b []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(b, "nan"...)
	case math.IsInf(f, 1):
		return append(b, "inf"...)
	case math.IsInf(f, -1):
		return append(b, "-inf"...)
	}
	if math.Signbit(f) {
		b = append(b, '-')
		f = -f
	}
	if f == 0 {
		return append(b, '0')
	}
	var room [20]byte
	digits, exp := grisu(room[:0], f)
	return appendDecimal(b, digits, exp)
}

// appendDecimal appends digits * 10^exp.
func appendDecimal(b, digits []byte, exp int) []byte {
	n := len(digits)
	scientific := n + exp - 1
	switch magnitude := max(scientific, -scientific); {
	case exp >= 0 && magnitude < n+7:
		b = append(b, digits...)
		for range exp {
			b = append(b, '0')
		}
		return b
	case exp < 0 && (exp > -7 || magnitude < 4):
		if n+exp > 0 {
			b = append(append(b, digits[:n+exp]...), '.')
			return append(b, digits[n+exp:]...)
		}
		b = append(b, "0."...)
		for range -(n + exp) {
			b = append(b, '0')
		}
		return append(b, digits...)
	}
	b = append(b, digits[0])
	if n > 1 {
		b = append(append(b, '.'), digits[1:]...)
	}
	b = append(b, 'e')
	if scientific >= 0 {
		b = append(b, '+')
	}
	return AppendInt(b, int64(scientific))
}

// extended is the floating-point number frac * 2^exp.
type extended struct {
	frac uint64
	exp  int
}

func (x extended) normalized() extended {
	shift := bits.LeadingZeros64(x.frac)
	return extended{x.frac << shift, x.exp - shift}
}

// times returns the product, its fraction rounded to 64 bits.
func (x extended) times(y extended) extended {
	hi, lo := bits.Mul64(x.frac, y.frac)
	return extended{hi + lo>>63, x.exp + y.exp + 64}
}

// grisu appends the digits of f > 0, such that f is about digits * 10^exp and no other double is nearer.
func grisu(digits []byte, f float64) (_ []byte, exp int) {
	const fracBits = 52
	x := extended{math.Float64bits(f) & (1<<fracBits - 1), 1 - 1023 - fracBits}
	if biased := int(math.Float64bits(f) >> fracBits); biased > 0 {
		x.frac |= 1 << fracBits
		x.exp = biased - 1023 - fracBits
	}
	// Any number between lower and upper, the middles to the neighbours of f, reads back as f.
	upper := extended{x.frac<<1 + 1, x.exp - 1}.normalized()
	lower := extended{x.frac<<1 - 1, x.exp - 1}
	if x.frac == 1<<fracBits { // the neighbour below is at half the distance
		lower = extended{x.frac<<2 - 1, x.exp - 2}
	}
	lower = extended{lower.frac << (lower.exp - upper.exp), upper.exp}

	power, exp10 := scale(upper.exp)
	x, upper, lower = x.normalized().times(power), upper.times(power), lower.times(power)
	upper.frac-- // either product may be off by one
	lower.frac++
	return cutDigits(digits, x.frac, lower.frac, upper, -exp10)
}

// scale returns a power of ten, and its exponent, that brings a number of the binary exponent exp into the range where the digits
// before the point fit 32 bits and those behind it leave room for a factor of ten.
func scale(exp int) (power extended, exp10 int) {
	const minExp, maxExp = -60, -32
	i := (int(float64(-(exp+len(powersOfTen)))*math.Log10(2)) - firstPower) / powerStep
	for {
		switch e := exp + powersOfTen[i].exp + 64; {
		case e < minExp:
			i++
		case e > maxExp:
			i--
		default:
			return powersOfTen[i], firstPower + i*powerStep
		}
	}
}

// cutDigits appends digits of upper until what remains of it is within the interval, then moves the last one towards x. All three are
// fractions with the exponent of upper.
func cutDigits(digits []byte, x, lower uint64, upper extended, exp int) ([]byte, int) {
	shift := -upper.exp
	one := uint64(1) << shift
	target, delta := upper.frac-x, upper.frac-lower
	whole, rest := upper.frac>>shift, upper.frac&(one-1)

	div := uint64(1_000_000_000)
	for kappa := 9; kappa >= 0; kappa-- {
		d := whole / div
		whole -= d * div
		if d > 0 || len(digits) > 0 {
			digits = append(digits, byte('0'+d))
		}
		if rem := whole<<shift + rest; rem <= delta {
			approach(digits, delta, rem, div<<shift, target)
			return digits, exp + kappa
		}
		div /= 10
	}
	unit := uint64(1)
	for {
		rest *= 10
		delta *= 10
		unit *= 10
		exp--
		if d := rest >> shift; d > 0 || len(digits) > 0 {
			digits = append(digits, byte('0'+d))
		}
		rest &= one - 1
		if rest < delta {
			approach(digits, delta, rest, one, target*unit)
			return digits, exp
		}
	}
}

// approach lowers the last digit, worth step, while that brings the remainder rem nearer to target and keeps it within delta.
func approach(digits []byte, delta, rem, step, target uint64) {
	for rem < target && delta-rem >= step && (rem+step < target || target-rem > rem+step-target) {
		digits[len(digits)-1]--
		rem += step
	}
}
