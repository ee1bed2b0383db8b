package aof

import (
	"bytes"
	"fmt"
	"testing"
)

func BenchmarkAppend(b *testing.B) {
	l, _ := osLog(b, b.TempDir(), Options{Policy: No})
	args := [][]byte{[]byte("SET"), []byte("key:000000000001"), bytes.Repeat([]byte("v"), 64)}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if end := l.Append(0, args...); i%64 == 63 {
			must(b, l.Flush(end))
		}
	}
	must(b, l.Close())
}

func BenchmarkAppendFlush(b *testing.B) {
	for _, sessions := range []int{1, 50} {
		b.Run(fmt.Sprintf("sessions-%d", sessions), func(b *testing.B) {
			l, _ := osLog(b, b.TempDir(), Options{Policy: No})
			args := [][]byte{[]byte("SET"), []byte("key:000000000001"), bytes.Repeat([]byte("v"), 64)}
			b.SetParallelism(sessions)
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := l.Flush(l.Append(0, args...)); err != nil {
						b.Error(err)
						return
					}
				}
			})
			must(b, l.Close())
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	const commands = 200_000
	var data []byte
	for i := range commands {
		data = AppendCommand(data, []byte("SET"), fmt.Appendf(nil, "key:%012d", i), []byte("vvvvvvvvvv"))
	}
	m := logOf(string(data))
	b.SetBytes(int64(len(data)))
	n := 0
	for b.Loop() {
		l, err := Open((&testLog{fs: m}).options(Options{}))
		must(b, err)
		_, err = l.Load(func(_ int, args [][]byte) error {
			n += len(args[1])
			return nil
		}, nil)
		must(b, err)
	}
	b.ReportMetric(float64(commands*b.N)/b.Elapsed().Seconds(), "commands/s")
}
