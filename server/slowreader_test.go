package server

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"redstart/server/client"
)

// A client that takes long to read a reply is not idle while it reads on.
func TestSlowReaderIsNotIdle(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	srv := configured(t, "timeout 1")
	quietSession(t, srv).do(t, "SET k "+strings.Repeat("x", size))
	near, far := net.Pipe()
	go srv.serve(near, client.Unix)
	p := newPeer(t, far)
	p.send("GET k")
	fmt.Fscanf(p.br, "$1048576\r\n")
	for range 3 {
		io.CopyN(io.Discard, p.br, size/8)
		srv.clock.Move(3 * time.Second)
		srv.sweepClients()
	}
	if n, err := io.CopyN(io.Discard, p.br, size/8); err != nil {
		t.Fatalf("closed while it read, after %d bytes: %v", n, err)
	}
	srv.sweepClients()
	srv.clock.Move(3 * time.Second)
	srv.sweepClients()
	if _, err := io.Copy(io.Discard, p.br); err != nil {
		t.Error(err)
	}
	eventually(t, "the end of a client that no longer reads", func() bool { return srv.clients.Len() == 1 })
}
