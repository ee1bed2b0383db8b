//go:build !race

package bit

import "testing"

// A command that leaves its string as long as it was takes no memory from the heap.
func TestAllocations(t *testing.T) {
	b := newBench(t)
	b.Do("MSET k abcdefghijklmnop k2 abcdefghijklmnop d abcdefghijklmnop")
	for _, line := range []string{
		"GETBIT k 9",
		"SETBIT k 9 1",
		"SETBIT k 9 0",
		"BITCOUNT k",
		"BITPOS k 0 1 -1",
		"BITFIELD k GET u8 0 SET i16 #1 7 OVERFLOW SAT INCRBY u4 9 3",
		"BITFIELD_RO k GET u8 0",
	} {
		if n := b.Allocs(line); n != 0 {
			t.Errorf("%s: %v allocations", line, n)
		}
	}
	if n := b.Allocs("BITOP AND d k k2"); n != 0 {
		t.Errorf("BITOP: %v allocations", n)
	}
}
