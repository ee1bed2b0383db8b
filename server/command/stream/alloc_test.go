//go:build !race

package stream

import "testing"

// Reading takes no memory from the heap, and adding only what the entries themselves take.
func TestAllocations(t *testing.T) {
	b := newBench(t)
	b.Do("XGROUP CREATE s g 0 MKSTREAM")
	for range 250 {
		b.Do("XADD s * field value number 12345")
	}
	b.Do("XREADGROUP GROUP g c COUNT 20 STREAMS s >")
	for _, line := range []string{
		"XLEN s",
		"XRANGE s - + COUNT 100",
		"XREVRANGE s + - COUNT 100",
		"XREAD COUNT 100 STREAMS s 0",
		"XREAD STREAMS s 99999999999999",
		"XREADGROUP GROUP g c STREAMS s 0",
		"XPENDING s g - + 100",
		"XINFO GROUPS s",
		"XDEL s 1-1",
		"XACK s g 1-1",
		"XTRIM s MAXLEN 1000",
	} {
		if n := b.Allocs(line); n != 0 {
			t.Errorf("%s: %v allocations", line, n)
		}
	}
	if n := b.Allocs("XADD s MAXLEN 100 * field value"); n > 0.5 {
		t.Errorf("XADD: %v allocations", n)
	}
}
