package integration

import (
	"bufio"
	"net"
	"strconv"
	"testing"
	"time"

	"redstart/resp"
)

// replyLimit bounds the wait for one reply, so that a lost one fails a test
// instead of hanging it.
const replyLimit = 20 * time.Second

// Conn is one client connection. Do fails the test on a broken connection;
// Write and Read report it.
type Conn struct {
	t  testing.TB
	nc net.Conn
	br *bufio.Reader
}

// dial connects to addr and, for proto 3, switches the connection to RESP3.
// The connection is closed when the test ends.
func dial(t testing.TB, addr string, proto int) *Conn {
	t.Helper()
	nc, err := net.DialTimeout("tcp", addr, replyLimit)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	c := &Conn{t: t, nc: nc, br: bufio.NewReader(nc)}
	if proto == 3 {
		if v := c.Do("HELLO", "3"); v.IsError() {
			t.Fatalf("HELLO 3: %s", v)
		}
	}
	return c
}

// Do sends one command and returns its reply.
func (c *Conn) Do(args ...string) resp.Value {
	c.t.Helper()
	if err := c.Write(encode(args)); err != nil {
		c.t.Fatalf("%q: %v", args, err)
	}
	v, err := c.Read()
	if err != nil {
		c.t.Fatalf("%q: %v", args, err)
	}
	return v
}

// Write sends b as it is.
func (c *Conn) Write(b []byte) error {
	_ = c.nc.SetWriteDeadline(time.Now().Add(replyLimit))
	_, err := c.nc.Write(b)
	return err
}

// Read returns the next reply or push.
func (c *Conn) Read() (resp.Value, error) {
	_ = c.nc.SetReadDeadline(time.Now().Add(replyLimit))
	return resp.ReadValue(c.br)
}

// encode returns args as a RESP request.
func encode(args []string) []byte {
	b := append([]byte{'*'}, strconv.Itoa(len(args))...)
	b = append(b, "\r\n"...)
	for _, a := range args {
		b = append(b, '$')
		b = append(b, strconv.Itoa(len(a))...)
		b = append(b, "\r\n"...)
		b = append(b, a...)
		b = append(b, "\r\n"...)
	}
	return b
}
