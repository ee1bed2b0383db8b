//go:build !race

package zset

import "testing"

// What changes no size class takes no memory from the heap.
func TestAllocations(t *testing.T) {
	for _, entries := range []string{"128", "0"} {
		b := newBench(t)
		limit(t, b, entries)
		for _, line := range []string{"ZADD z 1 a 2 b 3 c 4.5 d 5 e 6 100", "ZADD l 0 a 0 b 0 c"} {
			b.Do(line)
		}
		for _, line := range []string{
			"ZADD z 1 a",
			"ZADD z CH 1 a 2 b",
			"ZADD z XX 3 a 3 c",
			"ZINCRBY z 1 a",
			"ZCARD z",
			"ZSCORE z d",
			"ZMSCORE z a 100 x",
			"ZRANK z d",
			"ZREVRANK z e WITHSCORE",
			"ZRANGE z 0 -1",
			"ZRANGE z 0 -1 WITHSCORES",
			"ZRANGE z 0 -1 REV",
			"ZRANGE z (1 +inf BYSCORE LIMIT 1 2",
			"ZRANGE l [a (c BYLEX",
			"ZCOUNT z 1.5 inf",
			"ZLEXCOUNT l - +",
			"ZREM z nope",
			"ZRANDMEMBER z",
			"ZRANDMEMBER z -3",
		} {
			if n := b.Allocs(line); n != 0 {
				t.Errorf("%s, %s entries: %v allocations", line, entries, n)
			}
		}
	}
}
