package list

import (
	"strconv"
	"testing"

	"redstart/server/command"
)

func BenchmarkCommands(b *testing.B) {
	for _, tt := range []struct {
		name, key string
		n         int
		lines     []string // done in turn
	}{
		{"push", "l", 0, []string{"LPUSH l xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}},
		{"rpush", "l", 0, []string{"RPUSH l xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}},
		{"small queue", "l", 10, []string{"LPUSH l xxxxxxxxxxxxxxxx", "RPOP l"}},
		{"packed queue", "l", 50, []string{"LPUSH l xxxxxxxxxxxxxxxx", "RPOP l"}},
		{"listpack queue", "l", 200, []string{"LPUSH l xxxxxxxxxxxxxxxx", "RPOP l"}},
		{"large queue", "l", 100000, []string{"LPUSH l xxxxxxxxxxxxxxxx", "RPOP l"}},
		{"rotate", "l", 1000, []string{"LMOVE l l LEFT RIGHT"}},
		{"range 100", "l", 100000, []string{"LRANGE l 0 99"}},
		{"range 600", "l", 100000, []string{"LRANGE l 0 599"}},
		{"index", "l", 1000000, []string{"LINDEX l 500000"}},
		{"index 170", "l", 1000000, []string{"LINDEX l 499900"}},
		{"set", "l", 1000000, []string{"LSET l 499900 value"}},
	} {
		b.Run(tt.name, func(b *testing.B) {
			bench := newBench(b)
			for i := range tt.n {
				bench.Do("RPUSH l element:" + strconv.Itoa(i))
			}
			bench.Silence()
			args := make([][][]byte, len(tt.lines))
			cmds := make([]*command.Entry, len(tt.lines))
			for i, line := range tt.lines {
				args[i] = bench.Words(line)
				cmds[i] = bench.Lookup(args[i])
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				k := i % len(args)
				bench.Reply.Reset()
				bench.Run(cmds[k], args[k])
			}
		})
	}
}
