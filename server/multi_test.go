package server

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/storage/aof"
)

// logged reads the commands of the newest log file in dir.
func logged(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "appendonlydir", "*.incr.aof"))
	if err != nil || len(files) == 0 {
		t.Fatalf("log files %q, %v", files, err)
	}
	data, err := os.ReadFile(files[len(files)-1])
	if err != nil {
		t.Fatal(err)
	}
	var p resp.Parser
	var lines []string
	lim := &resp.Limits{MaxBulk: 1 << 20, MaxArgs: 100, MaxInline: 1 << 16}
	for len(data) > 0 {
		n, err := p.Next(data, lim)
		if err != nil || n == 0 {
			t.Fatalf("the log ends in %q, %v", data, err)
		}
		lines = append(lines, string(bytes.Join(p.Args, []byte(" "))))
		data = data[n:]
	}
	return lines
}

// TestTransactionLog: what a transaction changes is one unit of the log; what only reads is not in it.
func TestTransactionLog(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir), aof.OS())
	c := dialTest(t, addr)
	for _, lines := range [][]string{
		{"SET a 1", "GET a", "INCRBYFLOAT a 1.5", "SELECT 2", "SET b 1 EX 0", "RPUSH l x y z", "SPOP none", "SELECT 0"},
		{"GET a"},
		{"SET only 1"},
		{"SET before 1", "CONFIG SET maxmemory-samples 7", "SET after 1"},
		{},
	} {
		c.want("MULTI", "OK")
		for _, line := range lines {
			c.want(line, "QUEUED")
		}
		c.do("EXEC")
	}
	stop()
	want := `MULTI
SELECT 0
SET a 1
SET a 2.5 KEEPTTL
SELECT 2
RPUSH l x y z
EXEC
SELECT 0
SET only 1
SET before 1
SET after 1`
	if got := strings.Join(logged(t, dir), "\n"); got != want {
		t.Errorf("logged\n%s\nwant\n%s", got, want)
	}
	c = reload(t, dir)
	c.want("GET a", "2.5")
	c.want("GET after", "1")
}

// Fields whose time comes before a transaction that touches their hash are logged in its unit.
func TestTransactionExpiresFields(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir, "--enable-debug-command", "yes"), aof.OS())
	c := dialTest(t, addr)
	other := dialTest(t, addr)
	c.want("DEBUG SET-ACTIVE-EXPIRE 0", "OK")
	c.do("HSET h f 1 g 2")
	c.do("HPEXPIRE h 1 FIELDS 1 f")
	c.want("SET later 1 PX 2", "OK")
	c.want("MULTI", "OK")
	c.want("SET a 1", "QUEUED")
	c.want("HLEN h", "QUEUED")
	eventually(t, "the field's time comes", func() bool { return other.do("EXISTS later") == "0" })
	c.do("EXEC")
	stop()
	got := strings.Join(logged(t, dir), "\n")
	if want := "\nMULTI\nSET a 1\nHDEL h f\nEXEC"; !strings.HasSuffix(got, want) {
		t.Errorf("logged\n%s\nwant at the end%s", got, want)
	}
}

// A transaction whose handler panics ends its connection, and leaves nothing behind that another would trip over.
func TestPanicInTransaction(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	srv.table = withBurst(t)
	addr := serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0"))
	other := dial(t, addr)
	p := dial(t, addr)
	p.send("WATCH k", "MULTI", "SET k v", "burstkey k", "EXEC", "PING")
	for _, reply := range []string{"OK", "OK", "QUEUED", "QUEUED"} {
		p.wantReply(reply)
	}
	p.wantEnd()
	other.want("GET k", "v")
	other.want("MULTI", "OK")
	other.want("GET k", "QUEUED")
	other.want("EXEC", "[v]")
	eventually(t, "nobody watches", func() bool { return srv.watching.n.Load() == 0 })
}

// Keys are watched once each, however often they are named, and of very many nothing stays.
func TestWatchMany(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	p, q := dial(t, addr), dial(t, addr)
	var keys []string
	for i := range 2 * keepWatched {
		keys = append(keys, "key"+strconv.Itoa(i))
	}
	p.want("WATCH "+strings.Join(keys, " ")+" key0 key1", "OK")
	p.want("WATCH key5", "OK")
	q.want("WATCH key5", "OK")
	if n := srv.watching.n.Load(); n != int32(len(keys)) {
		t.Errorf("%d keys are watched", n)
	}
	p.want("UNWATCH", "OK")
	if n := srv.watching.n.Load(); n != 1 {
		t.Errorf("%d keys are watched, want the other client's", n)
	}
	p.want("SET key5 v", "OK")
	q.want("MULTI", "OK")
	q.want("EXEC", "")
	w := &srv.watching
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.mu.keys != nil {
		t.Errorf("a map of %d keys is kept", len(w.mu.keys))
	}
}

// Clients that watch and change the same counter lose no increment.
func TestWatchUnderLoad(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	const clients, each = 8, 50
	done := make(chan bool, clients)
	for range clients {
		p := dial(t, addr)
		go func() {
			for n := 0; n < each; {
				p.want("WATCH n", "OK")
				p.send("GET n")
				p.reply()
				p.want("MULTI", "OK")
				p.want("INCR n", "QUEUED")
				p.send("EXEC")
				if v := p.reply(); strings.HasPrefix(v, "[") && v != "[]" {
					n++
				}
			}
			done <- true
		}()
	}
	for range clients {
		<-done
	}
	p := dial(t, addr)
	p.want("GET n", "400")
}
