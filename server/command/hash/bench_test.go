package hash

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkCommands(b *testing.B) {
	var many strings.Builder
	for i := range 600 {
		fmt.Fprintf(&many, " field:%d value:%d", i, i)
	}
	for _, line := range []string{
		"HSET h field:5 eulav:5", "HGET h field:5", "HGETALL h", "HINCRBY h n 1", "HMGET h field:1 field:5 field:9", "HGET timed field:5",
		"HSET large field:5 eulav:5", "HGET large field:5", "HGETALL large",
	} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			bench.Do("HSET large" + many.String())
			for _, key := range []string{"h", "timed"} {
				for i := range 10 {
					bench.Do(fmt.Sprintf("HSET %s field:%d value:%d", key, i, i))
				}
			}
			bench.Do("HSET h n 1000000")
			bench.Do("HEXPIRE timed 100 FIELDS 1 field:1")
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
