//go:build !race

package zset

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
)

// An element of a large set takes little memory, and Mem tells how much.
func TestMemory(t *testing.T) {
	const n = 200_000
	shuffled := rand.New(rand.NewPCG(1, 2)).Perm(n)
	for _, tt := range []struct {
		name  string
		score func(i int) float64
		most  float64 // bytes an element
	}{
		{"ascending", func(i int) float64 { return float64(i) }, 59},
		{"random", func(i int) float64 { return float64(shuffled[i]) }, 61},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := heap()
			z := newLarge()
			for i := range n {
				m := fmt.Appendf(nil, "member:%08d", i) // 8 + 15 + 8 bytes: a block of 32
				z.insert(z.hash(m), m, tt.score(i))
			}
			used := float64(heap() - before)
			t.Logf("%.1f bytes an element", used/n)
			if used/n > tt.most {
				t.Errorf("%.1f bytes an element, want %.1f at most", used/n, tt.most)
			}
			if told := float64(z.Mem()); told < used*0.97 || told > used*1.03 {
				t.Errorf("Mem tells %.0f bytes of %.0f", told, used)
			}
			runtime.KeepAlive(z)
		})
	}
}

// heap is the bytes that are in use.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
