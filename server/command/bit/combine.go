package bit

import (
	"crypto/subtle"
	"encoding/binary"
)

// operation is what BITOP does with the bits of its sources.
type operation uint8

const (
	opAnd operation = iota
	opOr
	opXor
	opNot
)

// block is how many bytes are combined at a time, so that what is read and written again stays in the cache.
const block = 16 << 10

// combine writes the outcome of an operation to dst, which is as long as the longest source. Zeros are thought behind the others.
// The sources are not written; only the first may be dst itself.
func combine(op operation, dst []byte, sources [][]byte) {
	for at := 0; at < len(dst); at += block {
		part := dst[at:min(at+block, len(dst))]
		n := copy(part, from(sources[0], at))
		clear(part[n:])
		if op == opNot {
			invert(part)
		}
		for _, s := range sources[1:] {
			op.into(part, from(s, at))
		}
	}
}

// from returns what of b stands at position at and behind.
func from(b []byte, at int) []byte { return b[min(at, len(b)):] }

// into combines src into dst; behind the end of src there are zeros.
func (op operation) into(dst, src []byte) {
	n := min(len(dst), len(src))
	switch op {
	case opAnd:
		and(dst[:n], src)
		clear(dst[n:])
	case opOr:
		or(dst[:n], src)
	case opXor:
		subtle.XORBytes(dst[:n], dst[:n], src[:n])
	}
}

func and(dst, src []byte) {
	le := binary.LittleEndian
	for len(dst) >= 32 && len(src) >= 32 {
		le.PutUint64(dst, le.Uint64(dst)&le.Uint64(src))
		le.PutUint64(dst[8:], le.Uint64(dst[8:])&le.Uint64(src[8:]))
		le.PutUint64(dst[16:], le.Uint64(dst[16:])&le.Uint64(src[16:]))
		le.PutUint64(dst[24:], le.Uint64(dst[24:])&le.Uint64(src[24:]))
		dst, src = dst[32:], src[32:]
	}
	for i := range dst {
		dst[i] &= src[i]
	}
}

func or(dst, src []byte) {
	le := binary.LittleEndian
	for len(dst) >= 32 && len(src) >= 32 {
		le.PutUint64(dst, le.Uint64(dst)|le.Uint64(src))
		le.PutUint64(dst[8:], le.Uint64(dst[8:])|le.Uint64(src[8:]))
		le.PutUint64(dst[16:], le.Uint64(dst[16:])|le.Uint64(src[16:]))
		le.PutUint64(dst[24:], le.Uint64(dst[24:])|le.Uint64(src[24:]))
		dst, src = dst[32:], src[32:]
	}
	for i := range dst {
		dst[i] |= src[i]
	}
}

func invert(b []byte) {
	le := binary.LittleEndian
	for len(b) >= 8 {
		le.PutUint64(b, ^le.Uint64(b))
		b = b[8:]
	}
	for i := range b {
		b[i] = ^b[i]
	}
}
