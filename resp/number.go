package resp

import "math"

// ParseInt reads a decimal integer as strictly as Redis does: nothing but an optional '-' and digits, no leading zeros, no "-0", and
// within the range of int64. What it accepts is exactly what AppendInt can print.
func ParseInt(b []byte) (n int64, ok bool) {
	digits := b
	negative := len(b) > 0 && b[0] == '-'
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
		d := c - '0'
		if d > 9 {
			return 0, false
		}
		u = u*10 + uint64(d)
	}
	if negative {
		if u > -math.MinInt64 {
			return 0, false
		}
		return -int64(u), true
	}
	if u > math.MaxInt64 {
		return 0, false
	}
	return int64(u), true
}

// AppendInt appends n in decimal.
func AppendInt(b []byte, n int64) []byte {
	if n < 0 {
		return appendUint(append(b, '-'), -uint64(n))
	}
	return appendUint(b, uint64(n))
}

// twoDigits holds "00" to "99".
const twoDigits = "00010203040506070809" +
	"10111213141516171819" +
	"20212223242526272829" +
	"30313233343536373839" +
	"40414243444546474849" +
	"50515253545556575859" +
	"60616263646566676869" +
	"70717273747576777879" +
	"80818283848586878889" +
	"90919293949596979899"

func appendUint(b []byte, n uint64) []byte {
	var room [20]byte
	i := len(room)
	for n >= 100 {
		q := n / 100
		d := (n - q*100) * 2
		i -= 2
		room[i], room[i+1] = twoDigits[d], twoDigits[d+1]
		n = q
	}
	if n >= 10 {
		i -= 2
		room[i], room[i+1] = twoDigits[2*n], twoDigits[2*n+1]
	} else {
		i--
		room[i] = byte('0' + n)
	}
	return append(b, room[i:]...)
}
