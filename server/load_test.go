package server

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"redstart/storage/aof"
	"redstart/storage/table"
)

// TestLoadOrder loads random commands, on one key, on several and on all, with workers and without: both make the same data.
func TestLoadOrder(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	key := func() string { return fmt.Sprint("k", rng.IntN(30)) }
	var log [][][]byte
	for i := range 20000 {
		n := fmt.Sprint(i)
		var line string
		switch rng.IntN(12) {
		case 0:
			line = "APPEND " + key() + " " + n
		case 1:
			line = "MSET " + key() + " " + n + " " + key() + " " + n
		case 2:
			line = "RENAME " + key() + " " + key()
		case 3:
			line = "DEL " + key()
		case 4:
			line = "COPY " + key() + " " + key() + " DB 1 REPLACE"
		case 5:
			if line = "SWAPDB 0 1"; rng.IntN(100) == 0 {
				line = "FLUSHALL"
			}
		case 6:
			line = "SET " + key() + " " + strings.Repeat(n, 1+rng.IntN(100)*rng.IntN(100))
		default:
			line = "SET " + key() + " " + n
		}
		log = append(log, bytes.Fields([]byte(line)))
	}
	load := func(ld *loader) map[string]string {
		for i, args := range log {
			if err := ld.apply(i/100%2, args); err != nil {
				t.Fatal(err)
			}
		}
		ld.end()
		data := map[string]string{}
		for db := range 2 {
			ld.tx.Select(db)
			ld.tx.Begin(true)
			ld.tx.Keys(nil, func(r table.Record) { data[fmt.Sprint(db, string(r.Key()))] = string(r.Value()) })
		}
		return data
	}
	ctx := context.Background()
	alone := load(logServer(t, t.TempDir()).newApplier(ctx, true, new(atomic.Int64)))
	srv := logServer(t, t.TempDir())
	ld := srv.newApplier(ctx, false, new(atomic.Int64))
	ld.workers = startWorkers(4, func() func(*batch) { return srv.newApplier(ctx, false, ld.failed).runBatch })
	if spread := load(ld); !maps.Equal(alone, spread) || len(alone) == 0 {
		t.Errorf("with workers there are %d keys, without %d, or their values differ", len(spread), len(alone))
	}
}

// TestLoading asks a server that is still loading.
func TestLoading(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeLog(t, dir, 1000)
	disk := newFaultFS()
	disk.stopRead = make(chan struct{})
	addr, _ := serveLog(t, logServer(t, dir), disk)
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	_ = nc.SetDeadline(time.Now().Add(20 * time.Second))
	c := &talk{t, nc, bufio.NewReader(nc)}
	const loadingText = "LOADING Redis is loading the dataset in memory"
	for _, line := range []string{"GET k", "SET k v", "PING", "DBSIZE", "BGREWRITEAOF", "CONFIG SET appendonly no"} {
		c.want(line, loadingText)
	}
	c.infoUntil("loading:1")
	c.want("CONFIG SET maxmemory 0", "OK")
	close(disk.stopRead)
	c.until("PING", "PONG")
	c.infoUntil("loading:0")
	c.want("DBSIZE", "1000")
}

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
