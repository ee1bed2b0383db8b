package stream

import (
	"fmt"
	"testing"
)

func BenchmarkCommands(b *testing.B) {
	for _, line := range []string{
		"XADD s * field value", "XADD s MAXLEN ~ 1000 * field value", "XRANGE s - + COUNT 100", "XREVRANGE s + - COUNT 1",
		"XREVRANGE s + - COUNT 100", "XREAD COUNT 100 STREAMS s 0", "XINFO STREAM s",
	} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			for range 1000 {
				bench.Do("XADD s * field value")
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

// BenchmarkManyStreams adds to 100,000 streams in turn.
func BenchmarkManyStreams(b *testing.B) {
	bench := newBench(b)
	cmd := bench.Lookup(bench.Words("XADD s * f v"))
	bench.Silence()
	args := make([][][]byte, 100_000)
	for i := range args {
		args[i] = bench.Words(fmt.Sprintf("XADD stream:%012d * field value", i*7919%len(args)))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		bench.Reply.Reset()
		bench.Run(cmd, args[i%len(args)])
	}
}

// BenchmarkGroup gives an entry to a consumer and acknowledges it.
func BenchmarkGroup(b *testing.B) {
	bench := newBench(b)
	bench.Do("XGROUP CREATE s g 0 MKSTREAM")
	add, read := bench.Words("XADD s MAXLEN ~ 1000 * field value"), bench.Words("XREADGROUP GROUP g c COUNT 10 STREAMS s >")
	bench.Silence()
	b.ReportAllocs()
	for b.Loop() {
		for range 10 {
			bench.Reply.Reset()
			bench.Run(bench.Lookup(add), add)
		}
		bench.Reply.Reset()
		bench.Run(bench.Lookup(read), read)
	}
}
