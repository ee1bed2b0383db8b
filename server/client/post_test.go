package client

import (
	"bytes"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// socket is a Try that takes some bytes at a time.
type socket struct {
	net.Conn
	mu    sync.Mutex
	got   bytes.Buffer
	takes int // how many bytes it takes without waiting; negative: all
	calls int
}

func (s *socket) try(b []byte) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	n := len(b)
	if s.takes >= 0 {
		n = min(n, s.takes)
		s.takes -= n
	}
	s.got.Write(b[:n])
	return n, true
}

// Write is what the Outbox's goroutine waits in.
func (s *socket) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.got.Write(b)
}

func newPosted(takes int, c *Courier) (*Outbox, *socket) {
	near, _ := net.Pipe()
	s := &socket{Conn: near, takes: takes}
	o := &Outbox{conn: s, sent: new(atomic.Int64)}
	o.Link(c, s.try)
	return o, s
}

// settle waits until all that was posted has been sent, and returns it.
func settle(t *testing.T, o *Outbox, s *socket) string {
	t.Helper()
	if d := o.Drained(); d != nil {
		<-d
	}
	if n, b := o.Pending(); n != 0 || b != 0 {
		t.Errorf("%d pieces, %d bytes wait", n, b)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if int64(s.got.Len()) != o.sent.Load() {
		t.Errorf("%d bytes count as sent, %d were", o.sent.Load(), s.got.Len())
	}
	return s.got.String()
}

func TestPostKeepsOrder(t *testing.T) {
	t.Parallel()
	for _, takes := range []int{-1, 0, 1, 1000, 100_000} {
		var c Courier
		o, s := newPosted(takes, &c)
		var want strings.Builder
		for i := range 3000 {
			message := fmt.Sprintf("message %d;", i)
			if i%500 == 0 {
				message += strings.Repeat("x", chunkSize+i)
			}
			want.WriteString(message)
			if !o.Post([]byte(message), i%7 == 0) {
				t.Fatal("not taken")
			}
			if i%100 == 0 {
				o.Flush()
			}
		}
		if got := settle(t, o, s); got != want.String() {
			t.Errorf("a socket that takes %d: %d bytes, out of order or not all of %d", takes, len(got), want.Len())
		}
	}
}

// What is posted while nobody runs leaves in one write.
func TestPostsAreGathered(t *testing.T) {
	t.Parallel()
	var c Courier
	o, s := newPosted(-1, &c)
	o.Begin()
	for range 100 {
		o.Post([]byte("message"), false)
	}
	o.mu.Lock()
	o.state.Store(posted)
	o.mu.Unlock()
	o.Flush()
	if s.calls != 1 || s.got.Len() != 700 {
		t.Errorf("%d writes, %d bytes", s.calls, s.got.Len())
	}
}

func TestHold(t *testing.T) {
	t.Parallel()
	var c Courier
	o, s := newPosted(-1, &c)
	o.Post([]byte("before "), false)
	o.Hold()
	o.Post([]byte("held "), false)
	if b := o.TakeHeld([]byte("reply ")); string(b) != "reply held " {
		t.Errorf("took %q", b)
	}
	o.Send(nil, []byte("later "), false)
	o.Post([]byte("shared "), true)
	if !o.Release(nil, []byte("replies "), false) {
		t.Fatal("Release")
	}
	o.Post([]byte("after"), false)
	if got := settle(t, o, s); got != "before replies later shared after" {
		t.Errorf("sent %q", got)
	}
}

func TestPostLimit(t *testing.T) {
	t.Parallel()
	var c Courier
	o, _ := newPosted(0, &c)
	o.Limit = func(pending int64) bool { return pending <= 10 }
	o.Hold()
	if !o.Post([]byte("1234567"), false) || o.Post([]byte("1234"), false) || o.Post(nil, false) {
		t.Error("held messages are not bounded")
	}
	if o.Release(nil, []byte("x"), false) {
		t.Error("a closed Outbox sends")
	}
}

// Many post to many while sessions write and hold: nothing is lost, and everybody's messages keep their order.
func TestPostAtOnce(t *testing.T) {
	t.Parallel()
	const posters, messages, boxes = 4, 500, 10
	var c Courier
	var all [boxes]*Outbox
	var sockets [boxes]*socket
	for i := range all {
		all[i], sockets[i] = newPosted(i*1000, &c)
	}
	var wg sync.WaitGroup
	for p := range posters {
		wg.Go(func() {
			for m := range messages {
				c.Note()
				for _, o := range all {
					o.Post(fmt.Appendf(nil, "%d.%d;", p, m), false)
				}
			}
		})
	}
	for i, o := range all {
		wg.Go(func() {
			for range messages {
				o.Hold()
				o.Release(nil, []byte("9.0;"), false)
				if o.Begin() {
					n, _ := sockets[i].try([]byte("9.1;"))
					o.sent.Add(int64(n))
					o.End(nil, []byte("9.1;")[n:], false)
				}
			}
		})
	}
	wg.Wait()
	for i, o := range all {
		next := [10]int{}
		for m := range strings.SplitSeq(strings.TrimSuffix(settle(t, o, sockets[i]), ";"), ";") {
			var p, n int
			if _, err := fmt.Sscanf(m, "%d.%d", &p, &n); err != nil || p < posters && n != next[p] {
				t.Fatalf("box %d: %q, want %v", i, m, next)
			}
			next[p]++
		}
		if next[0] != messages || next[posters-1] != messages {
			t.Errorf("box %d: %v messages", i, next)
		}
	}
}
