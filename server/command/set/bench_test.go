package set

import "testing"

func BenchmarkCommands(b *testing.B) {
	for _, line := range []string{
		"SADD ints 70", "SADD words m99", "SADD large m70", "SADD numbers 1500", "SISMEMBER words m99", "SISMEMBER numbers 1500", "SMEMBERS words", "SPOP words 0",
		"SMEMBERS large", "SINTER large words", "SINTER ints numbers", "SUNION large words", "SDIFF large words", "SRANDMEMBER words", "SRANDMEMBER large 10",
		"SINTERSTORE dest large words",
	} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			bench.Do("SADD ints" + many("", 100))
			bench.Do("SADD words" + many("m", 100))
			bench.Do("SADD large" + many("m", 1000))
			bench.Do("SADD numbers" + many("", 2000))
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

// BenchmarkSpop takes a member out and puts another in.
func BenchmarkSpop(b *testing.B) {
	for _, set := range []string{"SADD s" + many("m", 100), "SADD s" + many("", 100), "SADD s" + many("m", 1000), "SADD s" + many("", 1000)} {
		b.Run(set[:10], func(b *testing.B) {
			bench := newBench(b)
			bench.Do(set)
			pop, add := bench.Words("SPOP s"), bench.Words("SADD s m55")
			bench.Silence()
			b.ReportAllocs()
			for b.Loop() {
				bench.Reply.Reset()
				bench.Run(bench.Lookup(pop), pop)
				bench.Run(bench.Lookup(add), add)
			}
		})
	}
}
