//go:build !race

package hll

import "testing"

// Nothing takes memory from the heap once buffers have grown, whether the values are sparse or dense.
func TestAllocations(t *testing.T) {
	b := newBench(t)
	b.Do("PFADD sparse a b c")
	b.Do("PFADD dense d e f")
	b.Do("PFDEBUG TODENSE dense")
	b.Do("PFADD dest g")
	b.Do("PFMERGE dest dense sparse")
	for _, line := range []string{
		"PFADD sparse a",
		"PFADD dense d",
		"PFADD dense z",
		"PFCOUNT sparse",
		"PFCOUNT sparse dense",
		"PFMERGE dest sparse dense",
		"PFMERGE sparse",
	} {
		if n := b.Allocs(line); n != 0 {
			t.Errorf("%s: %v allocations", line, n)
		}
	}
}
