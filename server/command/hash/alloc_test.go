//go:build !race

package hash

import (
	"fmt"
	"strings"
	"testing"
)

// Commands on a hash that neither grows nor shrinks take no memory from the heap.
func TestAllocations(t *testing.T) {
	b := newBench(t)
	limit(t, b, 50)
	b.Do("HSET h a 1 b text c 3 n 1000000 f 1.5")
	b.Do("HSET timed a 1 b text c 3")
	b.Do("HEXPIRE timed 100 FIELDS 2 a b")
	var many strings.Builder
	for i := range 500 {
		fmt.Fprintf(&many, " f%d v%d", i, i)
	}
	b.Do("HSET large" + many.String())
	for _, line := range []string{
		"HGET h b", "HGET h c", "HGET timed b", "HGET large f7", "HGET none a",
		"HSET h b text", "HSET h b texts", "HSET h a 2 b text c 4", "HSET large f7 value", "HSET timed c 7",
		"HMGET h a b none", "HGETALL h", "HGETALL timed", "HGETALL large", "HKEYS large", "HVALS h", "HLEN large", "HEXISTS h a", "HSTRLEN large f7",
		"HINCRBY h n 1", "HINCRBY large none -1",
		"HSETNX h a 1", "HDEL h none",
		"HTTL timed FIELDS 2 a b", "HEXPIRE timed 200 FIELDS 1 a", "HEXPIRE timed 200 GT FIELDS 2 a b", "HGETEX timed EX 100 FIELDS 1 b",
		"HRANDFIELD h", "HRANDFIELD large", "HRANDFIELD large 400 WITHVALUES",
	} {
		if n := b.Allocs(line); n != 0 {
			t.Errorf("%s: %v allocations", line, n)
		}
	}
}
