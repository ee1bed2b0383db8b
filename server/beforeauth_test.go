package server

import (
	"bytes"
	"errors"
	"net"
	"os"
	"testing"
)

// A client without the password that sends requests and reads no replies must not make us keep them: it is closed.
func TestOutputBeforeAuth(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "requirepass secret")
	p := dial(t, addr)
	requests := bytes.Repeat([]byte("PING\r\n"), 10_000)
	var err error
	for sent := 0; sent < 64<<20 && err == nil; sent += len(requests) {
		_, err = p.Write(requests)
	}
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the connection is still open: %v", err)
	}
	eventually(t, "the end of the client", func() bool { return srv.clients.Len() == 0 })

	p = dial(t, addr)
	p.want("AUTH secret", "OK")
	const n = 100_000
	go func() {
		for range n / 10_000 {
			p.Write(requests)
		}
	}()
	for range n {
		p.wantReply("PONG")
	}
}

// The number of arguments is bounded by what the count can say, and not before they come.
func TestManyArguments(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	p := dial(t, addr)
	p.send("*2147483648")
	p.wantReply("ERR Protocol error: invalid multibulk length")
	p = dial(t, addr)
	p.send("*2147483647", "$4", "PING")
	p.Conn.(*net.TCPConn).CloseWrite()
	p.wantEnd()
}
