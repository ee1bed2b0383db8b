// Package hll counts distinct elements approximately, in the bytes that Redis keeps as a string for the same purpose, so that values
// can be exchanged. Philippe Flajolet et al., "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm", 2007.
//
// A value is a header of 16 bytes and 16384 registers of 6 bits:
//
//	0-3   "HYLL"
//	4     the encoding: 0 dense, 1 sparse
//	5-7   zero
//	8-15  the last estimate, little-endian; the highest bit is set when a register has changed since
//
// Dense registers stand one after another, the lowest bits first. Sparse ones are runs of equal registers:
//
//	00nnnnnn           n+1 times 0
//	01nnnnnn nnnnnnnn  n+1 times 0, the high byte first
//	1vvvvvnn           n+1 times v+1
package hll

import (
	"encoding/binary"
	"errors"
)

// Registers is how many registers a value has.
const Registers = 1 << registerBits

const (
	registerBits = 14
	hashBits     = 64 - registerBits // what is left of a hash for the value of a register
	maxRegister  = hashBits + 1

	headerSize = 16
	registerAt = headerSize
	denseSize  = headerSize + Registers*6/8

	// Room is the capacity of a buffer within which a value can grow and become dense.
	Room = 2 * denseSize

	magic      = "HYLL"
	encodingAt = 4
	dense      = 0
	sparse     = 1
	estimateAt = 8
	staleAt    = 15 // the byte whose highest bit says that the estimate is out of date
	stale      = 0x80
)

// ErrCorrupt is returned for sparse registers that are not as many as there must be.
var ErrCorrupt = errors.New("the registers are damaged")

// AppendEmpty appends a value that has seen no element, in the sparse encoding.
func AppendEmpty(b []byte) []byte {
	b = append(b, magic...)
	b = append(b, sparse, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, stale)
	return appendZeros(b, Registers)
}

// Is reports whether b looks like a value: it has the header of one and, when dense, the length.
func Is(b []byte) bool {
	if len(b) < headerSize || string(b[:len(magic)]) != magic {
		return false
	}
	return b[encodingAt] == sparse || b[encodingAt] == dense && len(b) == denseSize
}

// Dense reports whether b, a value, is dense: then changes never move it.
func Dense(b []byte) bool { return b[encodingAt] == dense }

// Estimate returns the estimate that b, a value, keeps; ok is false when it is out of date.
func Estimate(b []byte) (n uint64, ok bool) {
	return binary.LittleEndian.Uint64(b[estimateAt:]), b[staleAt]&stale == 0
}

// SetEstimate keeps an estimate in b.
func SetEstimate(b []byte, n uint64) { binary.LittleEndian.PutUint64(b[estimateAt:], n) }

// Forget marks the estimate in b as out of date.
func Forget(b []byte) { b[staleAt] |= stale }

// Get returns register i of b. For damaged ones it returns 0.
func Get(b []byte, i int) uint8 {
	if Dense(b) {
		return getDense(b[registerAt:], i)
	}
	v, _, err := findRun(b, i)
	if err != nil {
		return 0
	}
	return v.value
}

// Raise makes register i of b at least v, which is not 0, and forgets the estimate if that is a change. A sparse value becomes dense
// when it would be longer than most bytes, header included, or cannot hold v. Raise works in place, or in a larger copy, which it
// returns; after an error b is as it was.
func Raise(b []byte, i int, v uint8, most int) (_ []byte, changed bool, err error) {
	if Dense(b) {
		changed = raiseDense(b[registerAt:], i, v)
	} else if b, changed, err = raiseSparse(b, i, v, most); err != nil {
		return b, false, err
	}
	if changed {
		Forget(b)
	}
	return b, changed, nil
}

// ToDense makes a sparse value dense, in place or in a larger copy, which it returns. The estimate stays. After an error b is as it was.
func ToDense(b []byte) ([]byte, error) {
	if Dense(b) {
		return b, nil
	}
	n := len(b)
	for range denseSize {
		b = append(b, 0)
	}
	to := b[n:]
	copy(to, b[:headerSize])
	to[encodingAt] = dense
	err := eachRun(b[:n], func(first int, r run) {
		for i := first; i < first+r.length && r.value > 0; i++ {
			raiseDense(to[registerAt:], i, r.value)
		}
	})
	if err != nil {
		return b[:n], err
	}
	copy(b, to)
	return b[:denseSize], nil
}
