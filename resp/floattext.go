package resp

import "bytes"

// floatText is a floating-point number in the syntax of C's strtod, less NaN and leading blanks.
type floatText struct {
	negative, infinite, hex bool
	hasExponent             bool
	nonZero                 bool   // a digit other than zero is there
	whole, fraction         []byte // digits before and behind the point
	exponent                int    // of ten, or of two when hex; within ±exponentBound
}

// exponentBound is beyond the range of every format, whatever the digits in front of it, of which nobody may give that many.
const exponentBound = 1_000_000

// scanFloat reads a number that is all of b.
func scanFloat(b []byte) (t floatText, ok bool) {
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		t.negative = b[0] == '-'
		b = b[1:]
	}
	if isWord(b, "inf") || isWord(b, "infinity") {
		t.infinite = true
		return t, true
	}
	if len(b) > 1 && b[0] == '0' && b[1]|0x20 == 'x' {
		t.hex = true
		b = b[2:]
	}
	t.whole, b = t.digits(b)
	if len(b) > 0 && b[0] == '.' {
		t.fraction, b = t.digits(b[1:])
	}
	if len(t.whole)+len(t.fraction) == 0 {
		return t, false
	}
	mark := byte('e')
	if t.hex {
		mark = 'p'
	}
	if len(b) > 0 && b[0]|0x20 == mark {
		t.hasExponent = true
		if t.exponent, b, ok = scanExponent(b[1:]); !ok {
			return t, false
		}
	}
	return t, len(b) == 0
}

// digits splits off the digits at the start of b.
func (t *floatText) digits(b []byte) (digits, rest []byte) {
	i := 0
	for ; i < len(b) && (isDigit(b[i]) || (t.hex && isHex(b[i]))); i++ {
		if b[i] != '0' {
			t.nonZero = true
		}
	}
	return b[:i], b[i:]
}

func scanExponent(b []byte) (exp int, rest []byte, ok bool) {
	negative := false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		negative = b[0] == '-'
		b = b[1:]
	}
	for len(b) > 0 && isDigit(b[0]) {
		exp = min(exp*10+int(b[0]-'0'), exponentBound)
		b = b[1:]
		ok = true
	}
	if negative {
		exp = -exp
	}
	return exp, b, ok
}

// signed returns f, which is not negative, with the sign of the text.
func (t *floatText) signed(f float64) float64 {
	if t.negative {
		return -f
	}
	return f
}

func isWord(b []byte, word string) bool {
	return len(b) == len(word) && bytes.EqualFold(b, []byte(word))
}

func isDigit(c byte) bool { return c-'0' <= 9 }
