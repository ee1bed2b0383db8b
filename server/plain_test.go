package server

import (
	"io"
	"net"
	"testing"

	"redstart/server/client"
)

// Where a connection can only be waited for by reading, a request is run when its last byte has come, however its bytes come.
func TestPlainBytesOneByOne(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	near, far := net.Pipe()
	go srv.serve(near, client.Unix)
	p := newPeer(t, far)
	for _, request := range []string{"PING\r\n", "*1\r\n$4\r\nPING\r\n"} {
		for i := range len(request) {
			if _, err := io.WriteString(p, request[i:i+1]); err != nil {
				t.Fatal(err)
			}
		}
		p.wantReply("PONG")
	}
	for cut := 1; cut < len("*1\r\n$4\r\nPING\r\n"); cut++ {
		io.WriteString(p, "*1\r\n$4\r\nPING\r\n"[:cut])
		io.WriteString(p, "*1\r\n$4\r\nPING\r\n"[cut:])
		p.wantReply("PONG")
	}
}
