//go:build !race

package str

import "testing"

// The commands that make up nearly all traffic take no memory from the heap when they change nothing's size.
func TestAllocations(t *testing.T) {
	b := newBench(t)
	b.Do("MSET k value k2 value2 n 1000000000000 ttl 1")
	b.Do("SET ttl value EX 100")
	for _, line := range []string{
		"GET k",
		"GET none",
		"SET k eulav",
		"SET ttl eulav EX 100",
		"SET k eulav GET",
		"SET k eulav XX",
		"SET k eulav NX",
		"SETEX ttl 10 eulav",
		"GETEX ttl EX 10",
		"GETSET k value",
		"INCR n",
		"DECRBY n 3",
		"MGET k k2 none",
		"MSET k v1 k2 v2",
		"MSETNX k v1 none v2",
		"STRLEN k",
		"GETRANGE k 1 2",
		"SETRANGE k 0 xx",
	} {
		if n := b.Allocs(line); n != 0 {
			t.Errorf("%s: %v allocations", line, n)
		}
	}
}
