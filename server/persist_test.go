package server

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"redstart/resp"
	"redstart/server/config"
	"redstart/storage/aof"
)

const (
	fullText = "MISCONF Errors writing to the AOF file: No space left on device"
	syncText = "MISCONF Errors writing to the AOF file: Input/output error"
)

// logServer makes a server on dir that keeps a log, which nobody has started yet.
func logServer(t testing.TB, dir string, args ...string) *Server {
	t.Helper()
	cfg, _, err := config.Parse(append([]string{"--dir", dir, "--appendonly", "yes", "--port", "0", "--save", ""}, args...), nil)
	if err != nil {
		t.Fatal(err)
	}
	srv, err := New(Options{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

// serveLog serves srv, whose log is on fs, until the test ends or stop is called.
func serveLog(t testing.TB, srv *Server, fs aof.FS) (addr string, stop func()) {
	t.Helper()
	o := srv.logOptions()
	o.FS = fs
	var err error
	if srv.aof, err = aof.Open(o); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ln) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		_ = srv.Close(context.Background())
		<-ended
	}
	t.Cleanup(stop)
	return ln.Addr().String(), stop
}

// talk is a connection that sends inline commands.
type talk struct {
	t  testing.TB
	nc net.Conn
	br *bufio.Reader
}

func dialTest(t testing.TB, addr string) *talk {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	_ = nc.SetDeadline(time.Now().Add(20 * time.Second))
	c := &talk{t, nc, bufio.NewReader(nc)}
	c.until("PING", "PONG")
	return c
}

func (c *talk) send(lines ...string) {
	c.t.Helper()
	if _, err := io.WriteString(c.nc, strings.Join(lines, "\r\n")+"\r\n"); err != nil {
		c.t.Fatal(err)
	}
}

// do sends a command and returns the text of its reply.
func (c *talk) do(line string) string {
	c.t.Helper()
	c.send(line)
	return c.read()
}

func (c *talk) read() string {
	c.t.Helper()
	v, err := resp.ReadValue(c.br)
	if err != nil {
		c.t.Fatal(err)
	}
	if v.Null {
		return "(nil)"
	}
	return v.Str
}

func (c *talk) want(line, want string) {
	c.t.Helper()
	if got := c.do(line); got != want {
		c.t.Errorf("%s: %q, want %q", line, got, want)
	}
}

// until repeats a command until it answers want; the connection's deadline bounds it.
func (c *talk) until(line, want string) {
	c.t.Helper()
	for c.do(line) != want {
	}
}

// infoUntil waits until INFO persistence has the line.
func (c *talk) infoUntil(line string) {
	c.t.Helper()
	for !strings.Contains(c.do("INFO persistence"), line+"\r\n") {
	}
}

// reload starts a server on what is in dir, on a disk that works.
func reload(t *testing.T, dir string) *talk {
	t.Helper()
	addr, _ := serveLog(t, logServer(t, dir), aof.OS())
	return dialTest(t, addr)
}

func TestDiskFull(t *testing.T) {
	for _, tt := range []struct {
		name string
		args []string
		room int64
	}{
		{"full", nil, 0},
		{"short write", nil, 11},
		{"always", []string{"--appendfsync", "always"}, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, disk := t.TempDir(), newFaultFS()
			addr, stop := serveLog(t, logServer(t, dir, tt.args...), disk)
			c, other := dialTest(t, addr), dialTest(t, addr)
			c.want("SET before 1", "OK")

			disk.fill(tt.room)
			c.want("SET doubtful 1", fullText)
			c.want("SET refused 1", fullText)
			other.want("SET refused 1", fullText)
			other.want("PING", fullText)
			other.want("GET before", "1")
			other.want("GET refused", "(nil)")
			other.infoUntil("aof_last_write_status:err")

			disk.full.Store(false)
			c.until("SET after 1", "OK")
			other.want("PING", "PONG")
			other.infoUntil("aof_last_write_status:ok")
			stop()

			c = reload(t, dir)
			for key, want := range map[string]string{"before": "1", "after": "1", "refused": "(nil)", "doubtful": "1"} {
				c.want("GET "+key, want)
			}
		})
	}
}

// TestReadersWait: a value is shown only when its record is with the kernel, so that no crash takes back what somebody was shown.
func TestReadersWait(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{"everysec", "always", "no"} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			disk := newFaultFS()
			disk.stopSync = make(chan struct{})
			srv := logServer(t, t.TempDir(), "--appendfsync", policy)
			addr, _ := serveLog(t, srv, disk)
			writer, reader := dialTest(t, addr), dialTest(t, addr)
			disk.stopped.Store(true)
			ran := func(command string) {
				t.Helper()
				eventually(t, command+" has run", func() bool { return srv.table.Lookup([]byte(command)).Stats.Read().N == 1 })
			}
			writer.send("SET k v")
			ran("set")
			reader.send("GET k")
			ran("get")
			for _, c := range []*talk{writer, reader} {
				_ = c.nc.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
				if b, err := c.br.Peek(1); !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("a reply before the write: %q, %v", b, err)
				}
				_ = c.nc.SetReadDeadline(time.Now().Add(20 * time.Second))
			}
			close(disk.stopSync)
			if got := writer.read(); got != "OK" {
				t.Errorf("SET: %q", got)
			}
			if got := reader.read(); got != "v" {
				t.Errorf("GET: %q", got)
			}
		})
	}
}

// TestDiskFullBatch sees what a pipeline is told in whose middle the disk is full: what was read before stands, the write is not
// acknowledged, and nothing behind it is answered.
func TestDiskFullBatch(t *testing.T) {
	t.Parallel()
	disk := newFaultFS()
	addr, _ := serveLog(t, logServer(t, t.TempDir()), disk)
	c := dialTest(t, addr)
	c.want("SET k old", "OK")
	disk.fill(0)
	c.send("GET k", "SET k new", "SET l new", "GET k")
	if got := c.read(); got != "old" {
		t.Errorf("GET: %q", got)
	}
	if got := c.read(); got != fullText {
		t.Errorf("SET: %q, want %q", got, fullText)
	}
	if v, err := resp.ReadValue(c.br); !errors.Is(err, io.EOF) {
		t.Errorf("after the error: %v, %v, want a closed connection", v, err)
	}
}

// TestFailedSync: under "always" a write whose sync fails is not acknowledged, and once the disk works the log is written anew, since
// the kernel may have dropped what it could not write.
func TestFailedSync(t *testing.T) {
	t.Parallel()
	dir, disk := t.TempDir(), newFaultFS()
	addr, stop := serveLog(t, logServer(t, dir, "--appendfsync", "always"), disk)
	c, other := dialTest(t, addr), dialTest(t, addr)
	c.want("SET before 1", "OK")
	disk.failSync.Store(true)
	c.want("SET doubtful 1", syncText)
	other.want("SET refused 1", syncText)
	other.want("GET before", "1")
	disk.failSync.Store(false)
	c.until("SET after 1", "OK")
	c.infoUntil("aof_rewrites:1")
	c.infoUntil("aof_rewrite_in_progress:0")
	c.infoUntil("aof_last_bgrewrite_status:ok")
	stop()
	c = reload(t, dir)
	c.want("GET before", "1")
	c.want("GET after", "1")
	c.want("GET refused", "(nil)")
}

// TestFailedRewrite: a rewrite that fails leaves the log as it is.
func TestFailedRewrite(t *testing.T) {
	t.Parallel()
	dir, disk := t.TempDir(), newFaultFS()
	addr, stop := serveLog(t, logServer(t, dir, "--appendfsync", "no"), disk)
	c := dialTest(t, addr)
	c.want("SET k v", "OK")
	disk.failSync.Store(true)
	c.want("BGREWRITEAOF", "ERR Can't execute an AOF background rewriting. Please check the server logs for more information.")
	c.infoUntil("aof_last_bgrewrite_status:err")
	disk.failSync.Store(false)
	c.until("SET k w", "OK")
	c.until("BGREWRITEAOF", "Background append only file rewriting started")
	c.infoUntil("aof_last_bgrewrite_status:ok")
	stop()
	reload(t, dir).want("GET k", "w")
}

// TestSwitch switches appendonly on and off.
func TestSwitch(t *testing.T) {
	t.Parallel()
	dir, disk := t.TempDir(), newFaultFS()
	addr, stop := serveLog(t, logServer(t, dir, "--appendonly", "no"), disk)
	c := dialTest(t, addr)
	c.want("SET k v", "OK")
	disk.fill(0)
	c.want("CONFIG SET appendonly yes", "OK")
	c.infoUntil("aof_last_bgrewrite_status:err")
	disk.full.Store(false)
	c.infoUntil("aof_last_bgrewrite_status:ok") // it is tried again
	c.want("SET l v", "OK")
	c.want("CONFIG SET appendonly no", "OK")
	c.want("SET lost v", "OK")
	c.infoUntil("aof_enabled:0")
	stop()
	c = reload(t, dir)
	c.want("GET k", "v")
	c.want("GET l", "v")
	c.want("GET lost", "(nil)")
}

// TestRewriteWhileOff: BGREWRITEAOF works without a log, and leaves one for later.
func TestRewriteWhileOff(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir, "--appendonly", "no"), aof.OS())
	c := dialTest(t, addr)
	c.want("SET k v EX 1000", "OK")
	c.want("BGREWRITEAOF", "Background append only file rewriting started")
	c.infoUntil("aof_rewrite_in_progress:0")
	c.want("SET lost v", "OK")
	stop()
	c = reload(t, dir)
	c.want("GET k", "v")
	c.want("GET lost", "(nil)")
}

// TestGrowth: the log is rewritten when it has grown.
func TestGrowth(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir, "--auto-aof-rewrite-min-size", "2kb"), aof.OS())
	c := dialTest(t, addr)
	for range 60 {
		c.want("SET k "+strings.Repeat("v", 40), "OK")
	}
	c.infoUntil("aof_rewrites:1")
	c.infoUntil("aof_last_bgrewrite_status:ok")
	c.want("SET k last", "OK")
	stop()
	reload(t, dir).want("GET k", "last")
}

// TestMaxKeysLoad: a load does not evict, whatever the order in which it makes keys; the bound holds when it is done.
func TestMaxKeysLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir, "--max-keys", "2", "--max-keys-policy", "evict"), aof.OS())
	c := dialTest(t, addr)
	c.want("SET a 1", "OK")
	c.want("SET b 1", "OK")
	c.want("GET a", "1")
	c.want("SET c 1", "OK") // b goes, though the log saw a first
	c.want("GET b", "(nil)")
	stop()
	addr, stop = serveLog(t, logServer(t, dir, "--max-keys", "2", "--max-keys-policy", "evict"), aof.OS())
	c = dialTest(t, addr)
	c.want("GET a", "1")
	c.want("GET c", "1")
	stop()
	addr, _ = serveLog(t, logServer(t, dir, "--max-keys", "1", "--max-keys-policy", "evict"), aof.OS())
	c = dialTest(t, addr)
	if v := c.do("DBSIZE"); v != "1" {
		t.Errorf("DBSIZE: %s, want 1", v)
	}
}
