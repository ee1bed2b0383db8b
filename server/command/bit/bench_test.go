package bit

import "testing"

func BenchmarkCommands(b *testing.B) {
	for _, line := range []string{
		"SETBIT k 1001 1", "GETBIT k 1001", "BITCOUNT big", "BITPOS zeros 1", "BITFIELD k INCRBY u5 100 1 GET u4 0", "BITOP AND d big zeros", "BITOP XOR d big zeros", "BITOP NOT d big",
	} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			bench.Do("SETBIT k 5000 1")
			bench.Do("SETBIT big 8388607 1")
			bench.Do("BITOP NOT big big")
			bench.Do("SETBIT zeros 8388607 1")
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
