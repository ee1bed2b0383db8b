package server

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"redstart/resp"
	"redstart/server/command"
	"redstart/server/config"
)

// patience bounds every wait of a test, so that what never comes fails it instead of hanging it.
const patience = 20 * time.Second

// serving makes a server with the given directives ("name value") and serves it on a free port until the test ends.
func serving(t testing.TB, directives ...string) (*Server, string) {
	t.Helper()
	srv := configured(t, directives...)
	return srv, serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0"))
}

// configured makes a server that serves nobody yet.
func configured(t testing.TB, directives ...string) *Server {
	t.Helper()
	args := []string{"--port", "0", "--bind", "127.0.0.1", "--dir", t.TempDir()}
	for _, d := range directives {
		name, value, _ := strings.Cut(d, " ")
		args = append(append(args, "--"+name), strings.Fields(value)...)
	}
	cfg, _, err := config.Parse(args, nil)
	if err != nil {
		t.Fatal(err)
	}
	srv, err := New(Options{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

func listenOn(t testing.TB, network, address string) net.Listener {
	t.Helper()
	ln, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

func serveOn(t testing.TB, srv *Server, ln net.Listener) string {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ln) }()
	t.Cleanup(func() {
		if err := srv.Close(t.Context()); err != nil && t.Context().Err() == nil {
			t.Error(err)
		}
		<-ended
	})
	return ln.Addr().String()
}

// peer is one client connection of a test.
type peer struct {
	net.Conn
	t  testing.TB
	br *bufio.Reader
}

func dial(t testing.TB, addr string) *peer {
	t.Helper()
	network := "tcp"
	if strings.Contains(addr, "/") {
		network = "unix"
	}
	c, err := net.DialTimeout(network, addr, patience)
	if err != nil {
		t.Fatal(err)
	}
	return newPeer(t, c)
}

func newPeer(t testing.TB, c net.Conn) *peer {
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	return &peer{Conn: c, t: t, br: bufio.NewReader(c)}
}

// send writes inline commands.
func (p *peer) send(lines ...string) {
	p.t.Helper()
	if _, err := io.WriteString(p, strings.Join(lines, "\r\n")+"\r\n"); err != nil {
		p.t.Fatal(err)
	}
}

// reply reads one reply as redis-cli would show it, roughly.
func (p *peer) reply() string {
	p.t.Helper()
	return show(p.value())
}

// value reads one reply.
func (p *peer) value() resp.Value {
	p.t.Helper()
	v, err := resp.ReadValue(p.br)
	if err != nil {
		p.t.Fatalf("reading a reply: %v", err)
	}
	return v
}

func show(v resp.Value) string {
	if v.Elems == nil {
		return v.Str
	}
	var b strings.Builder
	for _, e := range v.Elems {
		b.WriteString(show(e) + " ")
	}
	return "[" + strings.TrimSpace(b.String()) + "]"
}

func (p *peer) do(line string) string {
	p.t.Helper()
	p.send(line)
	return p.reply()
}

func (p *peer) want(line, reply string) {
	p.t.Helper()
	if got := p.do(line); got != reply {
		p.t.Fatalf("%s: %q, want %q", line, got, reply)
	}
}

func (p *peer) wantReply(reply string) {
	p.t.Helper()
	if got := p.reply(); got != reply {
		p.t.Fatalf("got %q, want %q", got, reply)
	}
}

// wantEnd wants no further byte, and the end of the connection.
func (p *peer) wantEnd() {
	p.t.Helper()
	b, err := io.ReadAll(p.br)
	if len(b) > 0 {
		p.t.Fatalf("unexpected output %q", b)
	}
	if ne, ok := err.(net.Error); ok && ne.Timeout() {
		p.t.Fatal("the connection was not closed")
	}
}

// eventually waits until ok, which other goroutines make true.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for !ok() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("never happened: %s", what)
		}
	}
}

// Every client that closes its sending side gets the replies of its whole commands, and the end, whether its last command is whole or
// half. None may hang, although the last bytes and the end can arrive as one event.
func TestHalfClose(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	for _, tail := range []string{"", "*2\r\n$4\r\nECHO\r\n$5\r\nhal"} {
		var wg sync.WaitGroup
		for range 300 {
			p := dial(t, addr)
			wg.Go(func() {
				io.WriteString(p, "PING\r\n"+tail)
				p.Conn.(*net.TCPConn).CloseWrite()
				b, err := io.ReadAll(p.br)
				if string(b) != "+PONG\r\n" || err != nil {
					t.Errorf("tail %q: got %q, %v", tail, b, err)
				}
				p.Close()
			})
		}
		wg.Wait()
	}
}

// withBurst is the command table with commands that panic.
func withBurst(t *testing.T) *command.Table {
	t.Helper()
	table, err := command.NewTable(append(families, []*command.Spec{
		{Name: "burst", Arity: 1, Run: func(c *command.Ctx) error { c.Reply.Array(3); panic("burst") }},
		{Name: "burstkey", Arity: 2, Flags: command.Write, Keys: command.Key(1, command.RW), Run: func(*command.Ctx) error { panic("burst") }},
		{Name: "burstalone", Arity: 1, Flags: command.Exclusive, Run: func(*command.Ctx) error { panic("burst") }},
	})...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestPanicEndsOneConnection(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	srv.table = withBurst(t)
	addr := serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0"))
	other := dial(t, addr)
	for _, line := range []string{"burst", "burstkey k", "burstalone"} {
		p := dial(t, addr)
		p.send("SET k v", line, "PING")
		p.wantReply("OK")
		p.wantEnd()
		other.want("GET k", "v")
		other.want("FLUSHALL", "OK")
	}
}

// A client that pipelines far more than it reads blocks nobody, and gets everything when it does read.
func TestPipelineWithoutReading(t *testing.T) {
	t.Parallel()
	const size, times = 1 << 20, 100
	_, addr := serving(t)
	p, other := dial(t, addr), dial(t, addr)
	value := strings.Repeat("x", size)
	p.want(fmt.Sprintf("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$%d\r\n%s", size, value), "OK")
	for range times {
		p.send("GET k")
	}
	p.send("PING", "QUIT")
	other.want("PING", "PONG")
	for i := range times {
		if got := p.reply(); got != value {
			t.Fatalf("reply %d has %d bytes", i, len(got))
		}
	}
	p.wantReply("PONG")
	p.wantReply("OK")
	p.wantEnd()
}

// A large pipeline of commands that nobody reads the replies of yet is taken in whole.
func TestWriteAllThenRead(t *testing.T) {
	t.Parallel()
	const n = 200_000
	_, addr := serving(t)
	p := dial(t, addr)
	batch := strings.Repeat("*2\r\n$4\r\nECHO\r\n$100\r\n"+strings.Repeat("y", 100)+"\r\n", 1000)
	for range n / 1000 {
		if _, err := io.WriteString(p, batch); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := io.CopyN(io.Discard, p.br, n*int64(len("$100\r\n")+102)); err != nil {
		t.Fatalf("after %d bytes: %v", got, err)
	}
	p.want("PING", "PONG")
}

func TestOutputLimit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, limit string }{
		{"hard", "client-output-buffer-limit normal 2mb 0 0"},
		{"soft", "client-output-buffer-limit normal 0 1mb 1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			srv, addr := serving(t, tc.limit)
			p, other := dial(t, addr), dial(t, addr)
			other.want("PING", "PONG") // now the server counts it
			p.want(fmt.Sprintf("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$%d\r\n%s", 1<<20, strings.Repeat("x", 1<<20)), "OK")
			for range 40 {
				io.WriteString(p, "GET k\r\n") // fails once the connection is closed
			}
			eventually(t, "the client that does not read is closed", func() bool { return srv.clients.Len() == 1 })
			if n := srv.stats.OutputLimit.Load(); n != 1 {
				t.Errorf("counted %d", n)
			}
			other.want("PING", "PONG")
		})
	}
}

func TestQueryLimit(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "client-query-buffer-limit 1mb")
	p := dial(t, addr)
	io.WriteString(p, "*2\r\n$4\r\nECHO\r\n$3000000\r\n"+strings.Repeat("x", 2<<20)) // fails once the connection is closed
	p.wantEnd()
	if n := srv.stats.QueryLimit.Load(); n != 1 {
		t.Errorf("counted %d", n)
	}
	blocked := dial(t, addr)
	blocked.send("WAIT 1 0")
	io.WriteString(blocked, strings.Repeat("x", 2<<20))
	blocked.wantEnd()
	queues := dial(t, addr)
	queues.want("MULTI", "OK")
	large := "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$600000\r\n" + strings.Repeat("x", 600000) + "\r\n"
	io.WriteString(queues, large)
	queues.wantReply("QUEUED")
	queues.want("DISCARD", "OK")
	queues.want("MULTI", "OK")
	io.WriteString(queues, large)
	queues.wantReply("QUEUED")
	io.WriteString(queues, large)
	queues.wantEnd()
}

func TestIdleTimeout(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "timeout 1")
	idle, blocked := dial(t, addr), dial(t, addr)
	idle.want("PING", "PONG")
	blocked.send("WAIT 1 0")
	eventually(t, "the client blocks", func() bool { return srv.clients.Blocked() == 1 })
	idle.wantEnd()
	if n := srv.clients.Len(); n != 1 {
		t.Errorf("%d clients are left", n)
	}
}

// Nothing of a connection outlives it, and the server leaves nothing behind.
func TestNoLeaks(t *testing.T) {
	srv, addr := serving(t)
	for range 50 {
		p := dial(t, addr)
		p.want("PING", "PONG")
		p.Close()
	}
	keep := dial(t, addr)
	keep.want("PING", "PONG")
	blocked := dial(t, addr)
	blocked.send("WAIT 1 0")
	eventually(t, "the closed ones are gone", func() bool { return srv.clients.Len() == 2 })
	if err := srv.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	keep.wantEnd()
	blocked.wantEnd()
	if n := srv.sessions.n; n != 0 {
		t.Errorf("%d sessions run after Close", n)
	}
}
