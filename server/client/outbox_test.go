package client

import (
	"bytes"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
)

// slow is a connection whose Write waits until the test lets it go on.
type slow struct {
	net.Conn
	pass chan struct{} // one receive a Write; closed: all may
	got  bytes.Buffer
	fail atomic.Bool
}

func (s *slow) Write(b []byte) (int, error) {
	<-s.pass
	if s.fail.Load() {
		return 0, io.ErrClosedPipe
	}
	return s.got.Write(b)
}

func newOutbox(limit int64) (*Outbox, *slow) {
	c, _ := net.Pipe()
	s := &slow{Conn: c, pass: make(chan struct{}, 1)}
	o := &Outbox{conn: s, sent: new(atomic.Int64)}
	if limit > 0 {
		o.Limit = func(pending int64) bool { return pending <= limit }
	}
	return o, s
}

func drain(o *Outbox, s *slow) {
	close(s.pass)
	if d := o.Drained(); d != nil {
		<-d
	}
}

func TestOutboxKeepsOrder(t *testing.T) {
	t.Parallel()
	o, s := newOutbox(0)
	if !o.Begin() {
		t.Fatal("an idle Outbox refuses a direct write")
	}
	if !o.Send(nil, []byte("behind "), false) || o.Begin() { // another session's, during the direct write
		t.Fatal("Send during a direct write")
	}
	if !o.End(nil, []byte("rest "), false) {
		t.Fatal("End")
	}
	if o.Begin() {
		t.Error("a direct write would overtake")
	}
	var want strings.Builder
	want.WriteString("rest behind ")
	for range 3 {
		big := bytes.Repeat([]byte("0123456789"), 30_000)
		o.Send(nil, big, false)
		want.Write(big)
	}
	if n, b := o.Pending(); n == 0 || b != int64(want.Len()) {
		t.Errorf("%d pieces, %d bytes wait, want %d", n, b, want.Len())
	}
	drain(o, s)
	if s.got.String() != want.String() {
		t.Errorf("%d bytes were sent, out of order or not all of %d", s.got.Len(), want.Len())
	}
	if n, b := o.Pending(); n != 0 || b != 0 || o.sent.Load() != int64(want.Len()) {
		t.Errorf("%d pieces, %d bytes wait, %d sent", n, b, o.sent.Load())
	}
	if !o.Begin() || !o.End(nil, nil, false) || !o.Begin() {
		t.Error("not idle again")
	}
}

func TestOutboxOwnsLargeRests(t *testing.T) {
	t.Parallel()
	o, s := newOutbox(0)
	o.Begin()
	rest := bytes.Repeat([]byte("x"), 10*chunkSize)
	o.End(nil, rest, true)
	o.Send(nil, []byte("y"), false)
	drain(o, s)
	if s.got.Len() != len(rest)+1 || s.got.Bytes()[len(rest)] != 'y' {
		t.Errorf("%d bytes were sent", s.got.Len())
	}
}

func TestOutboxLimit(t *testing.T) {
	t.Parallel()
	o, s := newOutbox(10)
	if !o.Send(nil, []byte("12345"), false) || !o.Within() {
		t.Fatal("refused within the limit")
	}
	if o.Send(nil, []byte("123456"), false) {
		t.Error("taken beyond the limit")
	}
	if o.Send(nil, []byte("1"), false) || o.Within() {
		t.Error("goes on after the limit was exceeded")
	}
	drain(o, s)
	o.Begin()
	if o.End(nil, []byte("1"), false) {
		t.Error("a closed Outbox keeps a rest")
	}
}

func TestOutboxEnds(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"abort", "error"} {
		o, s := newOutbox(0)
		o.Send(nil, bytes.Repeat([]byte("x"), 5*chunkSize), false)
		if how == "abort" {
			o.Abort()
		} else {
			s.fail.Store(true)
		}
		drain(o, s)
		if s.got.Len() > chunkSize {
			t.Errorf("%s: %d bytes were sent all the same", how, s.got.Len())
		}
		if o.Send(nil, []byte("x"), false) {
			t.Errorf("%s: takes more", how)
		}
	}
}
