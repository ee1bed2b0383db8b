//go:build !race

package set

import "testing"

// Commands on a set that neither grows nor shrinks take no memory from the heap.
func TestAllocations(t *testing.T) {
	b := newBench(t)
	b.Do("SADD ints 1 2 3 4 5")
	b.Do("SADD words a b c d 5")
	b.Do("SADD large " + many("m", 500))
	b.Do("SADD numbers " + many("", 2000))
	for _, line := range []string{
		"SADD ints 1",
		"SADD words a d",
		"SADD large m1 m2",
		"SADD numbers 7",
		"SREM words x",
		"SCARD large",
		"SISMEMBER ints 1",
		"SISMEMBER words a",
		"SISMEMBER large m1",
		"SISMEMBER numbers 100",
		"SMISMEMBER words a b c",
		"SISMEMBER none a",
		"SMEMBERS words",
		"SMEMBERS large",
		"SINTER ints words none",
		"SINTER large words",
		"SUNION ints words",
		"SDIFF ints large",
		"SINTERCARD 2 numbers ints LIMIT 3",
		"SRANDMEMBER words",
		"SRANDMEMBER large",
		"SRANDMEMBER numbers -5",
		"SRANDMEMBER words 2",
		"SPOP none",
	} {
		if n := b.Allocs(line); n != 0 {
			t.Errorf("%s: %v allocations", line, n)
		}
	}
	var pair [][][]byte
	for _, line := range []string{"SADD words x", "SREM words x", "SADD ints 6", "SREM ints 6", "SADD numbers 5000", "SREM numbers 5000"} {
		pair = append(pair, b.Words(line))
	}
	b.Silence()
	if n := testing.AllocsPerRun(100, func() {
		for _, args := range pair {
			b.Reply.Reset()
			b.Run(b.Lookup(args), args)
		}
	}); n != 0 {
		t.Errorf("adding and removing: %v allocations", n)
	}
}
