package hll

import (
	"fmt"
	"testing"
)

func BenchmarkCommands(b *testing.B) {
	for _, line := range []string{
		"PFADD sparse a b c", "PFADD dense a b c", "PFCOUNT dense", "PFCOUNT sparse dense", "PFCOUNT dense dense2", "PFMERGE d sparse dense",
	} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			for i := range 500 {
				bench.Do(fmt.Sprint("PFADD sparse ", i))
			}
			for i := range 5000 {
				bench.Do(fmt.Sprint("PFADD dense ", i))
				bench.Do(fmt.Sprint("PFADD dense2 x", i))
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
