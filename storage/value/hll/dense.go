package hll

import "encoding/binary"

// getDense returns register i of the dense ones regs.
func getDense(regs []byte, i int) uint8 {
	at, shift := uint(i)*6>>3, uint(i)*6&7
	v := regs[at] >> shift
	if shift > 2 {
		v |= regs[at+1] << (8 - shift)
	}
	return v & 0x3f
}

// raiseDense makes register i of regs at least v; it reports whether that is a change.
func raiseDense(regs []byte, i int, v uint8) bool {
	if getDense(regs, i) >= v {
		return false
	}
	at, shift := uint(i)*6>>3, uint(i)*6&7
	regs[at] = regs[at]&^(0x3f<<shift) | v<<shift
	if shift > 2 {
		regs[at+1] = regs[at+1]&^(0x3f>>(8-shift)) | v>>(8-shift)
	}
	return true
}

// spread makes eight bytes of the eight registers in the lowest 48 bits of x, in the same order.
func spread(x uint64) uint64 {
	x = x&0x0000000000ffffff | x&0x0000ffffff000000<<8
	x = x&0x00000fff00000fff | x&0x00fff00000fff000<<4
	return x&0x003f003f003f003f | x&0x0fc00fc00fc00fc0<<2
}

// gather is the opposite of spread.
func gather(x uint64) uint64 {
	x = x&0x003f003f003f003f | x&0x3f003f003f003f00>>2
	x = x&0x00000fff00000fff | x&0x0fff00000fff0000>>4
	return x&0x0000000000ffffff | x&0x00ffffff00000000>>8
}

// sixBytes returns the six bytes that b begins with as a number.
func sixBytes(b []byte) uint64 {
	return uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint16(b[4:]))<<32
}

// putSixBytes is the opposite of sixBytes.
func putSixBytes(b []byte, x uint64) {
	binary.LittleEndian.PutUint32(b, uint32(x))
	binary.LittleEndian.PutUint16(b[4:], uint16(x>>32))
}
