package zset

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func BenchmarkSmall(b *testing.B) {
	for _, line := range []string{
		"ZADD z 1 a", "ZINCRBY z 1 a", "ZSCORE z m50", "ZRANK z m50", "ZRANGE z 0 50 WITHSCORES", "ZRANGE z 10 50 BYSCORE", "ZREM z none",
	} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			for i := range 100 {
				bench.Do(fmt.Sprintf("ZADD z %d m%d", i, i))
			}
			args := bench.Words(line)
			cmd := bench.Lookup(args)
			bench.Silence()
			b.ReportAllocs()
			for b.Loop() {
				bench.Reply.Reset()
				bench.Run(cmd, args)
			}
		})
	}
}

// A million elements with random scores. S and M in a line are a score, or rank, and a member, drawn anew for each call; N is a member
// that is not there.
func BenchmarkLarge(b *testing.B) {
	const n = 1_000_000
	bench := newBench(b)
	bench.Silence()
	rnd := rand.New(rand.NewPCG(1, 2))
	add := bench.Lookup(bench.Words("ZADD z 1 a"))
	for _, i := range rnd.Perm(n) {
		bench.Reply.Reset()
		bench.Run(add, bench.Words(fmt.Sprintf("ZADD z %d element:%012d", rnd.IntN(n), i)))
	}
	for _, line := range []string{
		"ZADD z S M", "ZADD z S N", "ZINCRBY z 1 M", "ZSCORE z M", "ZRANK z M", "ZRANGE z S S", "ZRANGE z 0 50 WITHSCORES",
		"ZRANGE z S +inf BYSCORE LIMIT 0 50", "ZCOUNT z 0 S", "ZPOPMIN z", "ZPOPMAX z", "ZRANDMEMBER z",
	} {
		b.Run(line, func(b *testing.B) {
			var calls [1 << 14][][]byte
			for i := range calls {
				s, m := strconv.Itoa(rnd.IntN(n)), fmt.Sprintf("element:%012d", rnd.IntN(n))
				calls[i] = bench.Words(strings.NewReplacer(" S", " "+s, " M", " "+m, " N", " "+m+"x").Replace(line))
			}
			cmd := bench.Lookup(calls[0])
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				bench.Reply.Reset()
				bench.Run(cmd, calls[i%len(calls)])
			}
		})
	}
}
