package bit

import (
	"encoding/binary"
	"math/bits"
)

// count returns how many bits of b are set.
func count(b []byte) int64 {
	le := binary.LittleEndian
	var n0, n1, n2, n3 int
	for len(b) >= 32 {
		n0 += bits.OnesCount64(le.Uint64(b))
		n1 += bits.OnesCount64(le.Uint64(b[8:]))
		n2 += bits.OnesCount64(le.Uint64(b[16:]))
		n3 += bits.OnesCount64(le.Uint64(b[24:]))
		b = b[32:]
	}
	for len(b) >= 8 {
		n0 += bits.OnesCount64(le.Uint64(b))
		b = b[8:]
	}
	for _, v := range b {
		n0 += bits.OnesCount8(v)
	}
	return int64(n0 + n1 + n2 + n3)
}

// countIn returns how many of the bits from position from to position to, both included and within b, are set.
func countIn(b []byte, from, to int64) int64 {
	n := count(b[from>>3 : to>>3+1])
	n -= int64(bits.OnesCount8(b[from>>3] &^ (0xff >> (from & 7))))
	n -= int64(bits.OnesCount8(b[to>>3] & (0x7f >> (to & 7))))
	return n
}

// find returns the position of the first bit that is set, or with clear of the first that is not, from position from to position
// to, both included and within b; -1 when there is none.
func find(b []byte, from, to int64, clear bool) int64 {
	flip := uint64(0)
	if clear {
		flip = ^flip
	}
	at := from >> 3
	if v := (b[at] ^ byte(flip)) & (0xff >> (from & 7)); v != 0 {
		return within(at<<3+int64(bits.LeadingZeros8(v)), to)
	}
	at++
	end := to>>3 + 1
	for ; end-at >= 8; at += 8 {
		if v := binary.BigEndian.Uint64(b[at:]) ^ flip; v != 0 {
			return within(at<<3+int64(bits.LeadingZeros64(v)), to)
		}
	}
	for ; at < end; at++ {
		if v := b[at] ^ byte(flip); v != 0 {
			return within(at<<3+int64(bits.LeadingZeros8(v)), to)
		}
	}
	return -1
}

// within returns pos, or -1 when it lies behind to.
func within(pos, to int64) int64 {
	if pos > to {
		return -1
	}
	return pos
}
