package server

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/config"
)

func TestMaxClients(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "maxclients 2")
	a, b := dial(t, addr), dial(t, addr)
	a.want("PING", "PONG")
	b.want("PING", "PONG")
	c := dial(t, addr)
	c.wantReply("ERR max number of clients reached")
	c.wantEnd()
	if n := srv.stats.Rejected.Load(); n != 1 {
		t.Errorf("counted %d", n)
	}
	b.want("QUIT", "OK")
	b.wantEnd()
	eventually(t, "the place is free", func() bool { return srv.clients.Len() == 1 })
	dial(t, addr).want("PING", "PONG")
}

// from is a connection that pretends to come from an address.
type from struct {
	net.Conn
	addr net.Addr
}

func (f from) RemoteAddr() net.Addr { return f.addr }

func TestProtectedMode(t *testing.T) {
	t.Parallel()
	far := from{addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 1}}
	for _, tc := range []struct {
		name       string
		directives []string
		from       net.Conn
		flags      client.Flags
		refused    bool
	}{
		{"far", nil, far, 0, true},
		{"far by TLS", nil, far, client.TLS, true},
		{"near", nil, from{addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}}, 0, false},
		{"near, IPv6", nil, from{addr: &net.TCPAddr{IP: net.IPv6loopback}}, 0, false},
		{"unix socket", nil, from{addr: &net.UnixAddr{}}, client.Unix, false},
		{"password", []string{"requirepass x"}, far, 0, false},
		{"switched off", []string{"protected-mode no"}, far, 0, false},
	} {
		srv := configured(t, tc.directives...)
		if got := srv.protects(tc.from, tc.flags); got != tc.refused {
			t.Errorf("%s: refused %v, want %v", tc.name, got, tc.refused)
		}
	}

	srv := configured(t)
	ours, theirs := net.Pipe()
	go srv.serve(from{ours, far.addr}, 0)
	p := newPeer(t, theirs)
	if got := p.reply(); !strings.HasPrefix(got, "DENIED Redis is running in protected mode because protected mode is enabled and no password is set") {
		t.Errorf("got %q", got)
	}
	p.wantEnd()
}

func TestPassword(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "requirepass secret")
	p := dial(t, addr)
	p.want("GET k", "NOAUTH Authentication required.")
	p.want("AUTH secre", "WRONGPASS invalid username-password pair or user is disabled.")
	p.want("AUTH secret", "OK")
	p.want("GET k", "")
	if n := srv.stats.ACLDenied[acl.ByAuth].Load(); n != 1 {
		t.Errorf("counted %d", n)
	}
	late := dial(t, addr)
	late.want("PING", "NOAUTH Authentication required.")
	if err := srv.cfg.Set([]config.Pair{{Name: "requirepass", Value: ""}}, true); err != nil {
		t.Fatal(err)
	}
	late.want("PING", "PONG")
	if err := srv.cfg.Set([]config.Pair{{Name: "requirepass", Value: "other"}}, true); err != nil {
		t.Fatal(err)
	}
	late.want("PING", "NOAUTH Authentication required.")
	p.want("PING", "PONG")
	p.want("RESET", "RESET")
	p.want("PING", "NOAUTH Authentication required.")
}

// A browser that is tricked into posting to us gets no reply at all, not even to what stood in front.
func TestHTTPIsCutOff(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	for _, lines := range [][]string{{"POST / HTTP/1.1", "PING"}, {"PING", "Host: x", "PING"}} {
		p := dial(t, addr)
		p.send(lines...)
		p.wantEnd()
	}
}

func TestUnixSocket(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	srv := configured(t, "unixsocket "+path, "unixsocketperm 700")
	if err := srv.Listen(); err == nil || !strings.Contains(err.Error(), "a file that is no socket is in the way") {
		t.Fatalf("a file was in the way: %v", err)
	}
	os.Remove(path)
	stale := listenOn(t, "unix", path) // as a process leaves it that was killed
	stale.(*net.UnixListener).SetUnlinkOnClose(false)
	stale.Close()

	srv = configured(t, "unixsocket "+path, "unixsocketperm 700")
	ended := make(chan error)
	go func() { ended <- srv.Run(t.Context()) }()
	eventually(t, "the socket is there", func() bool { return len(srv.Addrs()) > 0 })
	if fi, err := os.Stat(path); err != nil || fi.Mode().Perm() != 0o700 {
		t.Errorf("mode %v, %v", fi.Mode(), err)
	}
	p := dial(t, path)
	p.want("PING", "PONG")
	if info := p.do("CLIENT INFO"); !strings.Contains(info, " addr="+path+":0 laddr="+path+":0 ") || !strings.Contains(info, " flags=U ") {
		t.Errorf("CLIENT INFO: %s", info)
	}
	if err := srv.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the socket is left: %v", err)
	}
}

// CONFIG SET port moves the listener; open connections stay, and a port that cannot be had changes nothing.
func TestPortMoves(t *testing.T) {
	t.Parallel()
	port := func() (ln net.Listener, number string) {
		ln = listenOn(t, "tcp", "127.0.0.1:0")
		_, number, _ = net.SplitHostPort(ln.Addr().String())
		return ln, number
	}
	first, a := port()
	second, b := port()
	taken, c := port()
	defer taken.Close()
	first.Close()
	srv := configured(t, "port "+a)
	ended := make(chan error)
	go func() { ended <- srv.Run(t.Context()) }()
	eventually(t, "the server listens", func() bool { return len(srv.Addrs()) > 0 })
	p := dial(t, "127.0.0.1:"+a)
	p.want("PING", "PONG")

	if err := srv.cfg.Set([]config.Pair{{Name: "port", Value: c}}, true); err == nil {
		t.Error("moved to a port that is taken")
	}
	dial(t, "127.0.0.1:"+a).want("PING", "PONG")
	second.Close()
	if err := srv.cfg.Set([]config.Pair{{Name: "port", Value: b}}, true); err != nil {
		t.Fatal(err)
	}
	dial(t, "127.0.0.1:"+b).want("PING", "PONG")
	if conn, err := net.Dial("tcp", "127.0.0.1:"+a); err == nil {
		conn.Close()
		t.Error("the old port is still open")
	}
	p.want("PING", "PONG")
	srv.Close(t.Context())
	<-ended
}
