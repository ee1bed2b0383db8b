package server

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"redstart/storage/aof"
)

// BenchmarkLoad loads SETs of 16-byte keys and 64-byte values.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	writeLog(b, dir, b.N)
	srv := logServer(b, dir)
	b.ReportAllocs()
	b.ResetTimer()
	if err := srv.newLoader(context.Background(), false).run(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Msets/s")
}

// writeLog writes a log of n SETs.
func writeLog(t testing.TB, dir string, n int) {
	t.Helper()
	dir = filepath.Join(dir, "appendonlydir")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "appendonly.aof.1.incr.aof"))
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	value := make([]byte, 64)
	var rec []byte
	for i := range n {
		rec = aof.AppendCommand(rec[:0], []byte("SET"), fmt.Appendf(nil, "key:%012d", uint32(i)*2654435761), value)
		_, _ = w.Write(rec)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "appendonly.aof.manifest"), []byte("file appendonly.aof.1.incr.aof seq 1 type i\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
