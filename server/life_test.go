package server_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/server"
	"redstart/server/command"
	"redstart/server/config"
)

// newServer makes a server on a free port and a folder of its own; options are directives and their values.
func newServer(t *testing.T, options ...string) *server.Server {
	t.Helper()
	cfg, _, err := config.Parse(append([]string{"--port", "0", "--bind", "127.0.0.1", "--dir", t.TempDir()}, options...), nil)
	if err != nil {
		t.Fatal(err)
	}
	srv, err := server.New(server.Options{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close(context.Background()) })
	return srv
}

func listenLocal(t *testing.T) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

// say sends one inline command on a new connection and returns its reply.
func say(t *testing.T, addr net.Addr, line string) resp.Value {
	t.Helper()
	conn, err := net.Dial(addr.Network(), addr.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(line + "\r\n")); err != nil {
		t.Fatal(err)
	}
	v, err := resp.ReadValue(bufio.NewReader(conn))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestServeUntilClose(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	a, b := listenLocal(t), listenLocal(t)
	ended := make(chan error, 2)
	go func() { ended <- srv.Serve(a) }()
	go func() { ended <- srv.Serve(b) }()
	if v := say(t, a.Addr(), "SET k v"); v.Str != "OK" {
		t.Fatalf("SET: %v", v)
	}
	if v := say(t, b.Addr(), "GET k"); v.Str != "v" {
		t.Errorf("GET on the other listener: %v", v)
	}
	for range 2 {
		if err := srv.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if _, err := net.Dial("tcp", a.Addr().String()); err == nil {
		t.Error("a closed server accepts")
	}
}

func TestRunUntilContextEnds(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s")
	srv := newServer(t, "--unixsocket", path)
	if err := srv.Listen(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- srv.Run(ctx) }()
	if v := say(t, srv.Addr(), "PING"); v.Str != "PONG" {
		t.Errorf("PING: %v", v)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the unix socket is still there: %v", err)
	}
	if srv.Addr() != nil {
		t.Errorf("a server that has ended listens on %s", srv.Addr())
	}
	if err := srv.Run(t.Context()); !errors.Is(err, server.ErrClosed) {
		t.Errorf("a second Run: %v", err)
	}
}

func TestClosedBeforeServed(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	if err := srv.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	ln := listenLocal(t)
	if err := srv.Serve(ln); !errors.Is(err, server.ErrClosed) {
		t.Errorf("Serve: %v", err)
	}
	if _, err := ln.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve has left its listener open: %v", err)
	}
}

func TestPortTaken(t *testing.T) {
	t.Parallel()
	ln := listenLocal(t)
	defer ln.Close()
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	srv := newServer(t, "--port", port)
	if err := srv.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "listening on 127.0.0.1:"+port) {
		t.Errorf("Run: %v", err)
	}
}

func TestShutdown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options []string
		how     command.Shutdown
		refused bool
	}{
		{name: "plain"},
		{name: "save without a log", how: command.Shutdown{Save: true}, refused: true},
		{name: "save without a log, forced", how: command.Shutdown{Save: true, Force: true}},
		{name: "save with a log", options: []string{"--appendonly", "yes"}, how: command.Shutdown{Save: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := newServer(t, tt.options...)
			ln := listenLocal(t)
			ended := make(chan error, 1)
			go func() { ended <- srv.Serve(ln) }()
			for v := say(t, ln.Addr(), "SET k v"); v.Str != "OK"; v = say(t, ln.Addr(), "SET k v") {
				if !strings.HasPrefix(v.Str, "LOADING") {
					t.Fatalf("SET: %v", v)
				}
			}
			if err := srv.Shutdown(tt.how); (err != nil) != tt.refused {
				t.Fatalf("Shutdown: %v", err)
			}
			if tt.refused {
				if v := say(t, ln.Addr(), "GET k"); v.Str != "v" {
					t.Errorf("GET after a refused shutdown: %v", v)
				}
				return
			}
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRestart ends a server while clients write, and finds what they were told to be written in the next one.
func TestRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	srv := newServer(t, "--dir", dir, "--appendonly", "yes")
	ln := listenLocal(t)
	go srv.Serve(ln)
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	acknowledged := int64(0)
	for {
		if _, err := conn.Write([]byte("INCR n\r\n")); err != nil {
			break
		}
		v, err := resp.ReadValue(r)
		if err != nil {
			break
		}
		if acknowledged = max(acknowledged, v.Int); acknowledged == 100 {
			go srv.Close(context.Background())
		}
	}
	if err := srv.Close(t.Context()); err != nil {
		t.Fatal(err)
	}

	again := newServer(t, "--dir", dir, "--appendonly", "yes")
	ln = listenLocal(t)
	go again.Serve(ln)
	v := say(t, ln.Addr(), "GET n")
	for strings.HasPrefix(v.Str, "LOADING") {
		v = say(t, ln.Addr(), "GET n")
	}
	if n, ok := resp.ParseInt([]byte(v.Str)); !ok || n < acknowledged {
		t.Errorf("%d was acknowledged, %v is left", acknowledged, v)
	}
}
