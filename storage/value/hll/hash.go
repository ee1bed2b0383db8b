package hll

import (
	"encoding/binary"
	"math/bits"
)

// Place returns the register that counts an element, and the value that the element gives it: one more than the number of zeros that
// its hash ends with behind the register's number.
func Place(element []byte) (i int, v uint8) {
	h := hash(element)
	return int(h & (Registers - 1)), uint8(bits.TrailingZeros64(h>>registerBits|1<<hashBits)) + 1
}

// The constants of Austin Appleby's MurmurHash2, the variant 64A, and the seed that Redis uses.
const (
	hashSeed  = 0xadc83b19
	hashMul   = 0xc6a4a7935bd1e995
	hashShift = 47
)

// hash is MurmurHash64A, of little-endian words on every machine.
func hash(b []byte) uint64 {
	h := hashSeed ^ uint64(len(b))*hashMul
	for ; len(b) >= 8; b = b[8:] {
		k := binary.LittleEndian.Uint64(b) * hashMul
		k ^= k >> hashShift
		h = (h ^ k*hashMul) * hashMul
	}
	if len(b) > 0 {
		var last [8]byte
		copy(last[:], b)
		h = (h ^ binary.LittleEndian.Uint64(last[:])) * hashMul
	}
	h ^= h >> hashShift
	h *= hashMul
	return h ^ h>>hashShift
}
