package hll

import (
	"encoding/binary"
	"math"
)

// Count estimates how many different elements b has seen.
func Count(b []byte) (uint64, error) {
	var h histogram
	if Dense(b) {
		var t tally
		regs := b[registerAt:]
		for i := 0; i < len(regs); i += 6 {
			t.add(spread(sixBytes(regs[i:])))
		}
		h = t.sum()
		return h.estimate(), nil
	}
	if err := eachRun(b, func(_ int, r run) { h[r.value] += int32(r.length) }); err != nil {
		return 0, err
	}
	return h.estimate(), nil
}

// CountAll is Count for registers of a byte each.
func CountAll(regs *[Registers]byte) uint64 {
	var t tally
	for i := 0; i < Registers; i += 8 {
		t.add(binary.LittleEndian.Uint64(regs[i:]))
	}
	h := t.sum()
	return h.estimate()
}

// histogram is how many registers have each value.
type histogram [64]int32

// tally counts registers in several histograms in turn: neighbours are often equal, and one count would have to wait for the other.
type tally [4]histogram

// add counts eight registers.
func (t *tally) add(x uint64) {
	if x == 0 {
		t[0][0] += 8
		return
	}
	t[0][x&0x3f]++
	t[1][x>>8&0x3f]++
	t[2][x>>16&0x3f]++
	t[3][x>>24&0x3f]++
	t[0][x>>32&0x3f]++
	t[1][x>>40&0x3f]++
	t[2][x>>48&0x3f]++
	t[3][x>>56&0x3f]++
}

func (t *tally) sum() (h histogram) {
	for i := range h {
		h[i] = t[0][i] + t[1][i] + t[2][i] + t[3][i]
	}
	return h
}

// alpha is 1/(2 ln 2), the bias of infinitely many registers.
const alpha = 0.721347520444481703680

// estimate is the improved raw estimator of Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017,
// algorithm 6. Products are rounded before they are added, on every machine, so that all count the same.
func (h *histogram) estimate() uint64 {
	const m = float64(Registers)
	z := m * tau((m-float64(h[maxRegister]))/m)
	for k := hashBits; k >= 1; k-- {
		z = (z + float64(h[k])) * 0.5
	}
	z += float64(m * sigma(float64(h[0])/m))
	return uint64(math.Round(alpha * m * m / z))
}

// sigma accounts for the registers that have seen nothing; x is their share.
func sigma(x float64) float64 {
	if x == 1 {
		return math.Inf(1)
	}
	z, y := x, 1.0
	for {
		x *= x
		before := z
		z += float64(x * y)
		y += y
		if z == before {
			return z
		}
	}
}

// tau accounts for the registers that can count no further; 1-x is their share.
func tau(x float64) float64 {
	if x == 0 || x == 1 {
		return 0
	}
	z, y := 1-x, 1.0
	for {
		x = math.Sqrt(x)
		before := z
		y *= 0.5
		z -= float64(float64((1-x)*(1-x)) * y)
		if z == before {
			return z / 3
		}
	}
}
