package reactor

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// As a net.Conn a Socket waits for its peer, until a deadline or Close.
func TestConn(t *testing.T) {
	t.Parallel()
	g := group(t)
	e := &echo{ready: func(bool) bool { return false }}
	far := serve(t, g, e)
	big := bytes.Repeat([]byte("0123456789abcdef"), 1<<20)
	go func() {
		if n, err := e.k.Write(big); n != len(big) || err != nil {
			t.Errorf("wrote %d: %v", n, err)
		}
		e.k.CloseWrite()
	}()
	if got, err := io.ReadAll(far); !bytes.Equal(got, big) {
		t.Errorf("%d bytes, %v", len(got), err)
	}

	full := &echo{}
	serve(t, g, full)
	full.k.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	if n, err := full.k.Write(big); !errors.Is(err, os.ErrDeadlineExceeded) || n == len(big) {
		t.Errorf("wrote %d: %v", n, err)
	}
	full.k.SetWriteDeadline(time.Time{})
	blocked := make(chan struct{})
	go func() {
		defer close(blocked)
		if _, err := full.k.Write(big); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("after the deadline: %v", err)
		}
	}()
	full.k.SetWriteDeadline(time.Unix(1, 0))
	wait(t, blocked, "the deadline")
	full.k.SetDeadline(time.Time{})

	stop := &echo{ready: func(bool) bool { return true }} // so that its input is not read by itself
	serve(t, g, stop)
	stop.k.Wake()
	wait(t, stop.ended, "the end")
	if _, err := stop.k.Write(big); !errors.Is(err, net.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if err := stop.k.Close(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("closed twice: %v", err)
	}
	if _, ok := stop.k.Try([]byte("x")); ok {
		t.Error("a closed socket took something")
	}
}

// After its last turn a Handler reads as from any net.Conn.
func TestReadAtTheEnd(t *testing.T) {
	t.Parallel()
	g := group(t)
	k, far := pair(t, g)
	read := make(chan struct{})
	if err := k.Start(&lastReader{k: k, t: t, read: read}); err != nil {
		t.Fatal(err)
	}
	k.Wake()
	want(t, far, "?")
	io.WriteString(far, "some")
	want(t, far, "?")
	io.WriteString(far, "thing")
	far.CloseWrite()
	wait(t, read, "the end")
}

type lastReader struct {
	k    *Socket
	t    *testing.T
	read chan struct{}
}

func (*lastReader) Ready(bool, bool) bool { return true }
func (*lastReader) Unsent() bool          { return false }
func (*lastReader) Flush() bool           { return false }

func (l *lastReader) End() {
	defer close(l.read)
	b := make([]byte, 8)
	for _, want := range []string{"some", "thing"} {
		l.k.Send([]byte("?"))
		if n, err := l.k.Read(b); err != nil || string(b[:n]) != want {
			l.t.Errorf("%q, %v, want %q", b[:n], err, want)
		}
	}
	l.k.SetReadDeadline(time.Now().Add(20 * time.Second))
	if n, err := l.k.Read(b); n != 0 || err != io.EOF {
		l.t.Errorf("%d, %v at the end", n, err)
	}
	l.k.Close()
}
