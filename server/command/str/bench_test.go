package str

import "testing"

func BenchmarkCommands(b *testing.B) {
	for _, line := range []string{
		"GET k", "SET k value", "SET ttl value EX 100", "INCR n", "MSET k a k2 b k3 c", "MGET k k2 k3", "APPEND log x", "INCRBYFLOAT f 0.1",
	} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			bench.Do("MSET k value n 1000000 ttl 1 f 1")
			bench.Do("SET ttl value EX 100")
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
