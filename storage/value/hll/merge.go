package hll

import "encoding/binary"

// Merge raises each of the registers in regs, a byte each, to that of b.
func Merge(regs *[Registers]byte, b []byte) error {
	if Dense(b) {
		mergeDense(regs, b[registerAt:])
		return nil
	}
	return eachRun(b, func(first int, r run) {
		if r.value == 0 {
			return
		}
		for i := range regs[first : first+r.length] {
			regs[first+i] = max(regs[first+i], r.value)
		}
	})
}

func mergeDense(regs *[Registers]byte, b []byte) {
	for i := 0; i < Registers; i += 8 {
		into := regs[i : i+8]
		have := binary.LittleEndian.Uint64(into)
		binary.LittleEndian.PutUint64(into, maxBytes(have, spread(sixBytes(b[i*6/8:]))))
	}
}

// maxBytes returns the greater of each two bytes of x and y, which are below 128.
func maxBytes(x, y uint64) uint64 {
	const high = 0x8080808080808080
	less := ^((x | high) - y) & high // the highest bit of those bytes of x that are less
	mask := less >> 7 * 0xff
	return x&^mask | y&mask
}

// RaiseAll raises all registers of b to those in regs, as Raise does one after another, and forgets the estimate in any case. After an
// error b holds some of them.
func RaiseAll(b []byte, regs *[Registers]byte, most int) (_ []byte, err error) {
	for i := 0; i < Registers && !Dense(b); i++ {
		if regs[i] == 0 {
			continue
		}
		if b, _, err = Raise(b, i, regs[i], most); err != nil {
			return b, err
		}
	}
	if Dense(b) {
		raiseAllDense(b[registerAt:], regs)
	}
	Forget(b)
	return b, nil
}

func raiseAllDense(b []byte, regs *[Registers]byte) {
	for i := 0; i < Registers; i += 8 {
		into := b[i*6/8:]
		x := maxBytes(spread(sixBytes(into)), binary.LittleEndian.Uint64(regs[i:]))
		putSixBytes(into, gather(x))
	}
}
