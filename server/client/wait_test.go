package client

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"redstart/resp"
)

func newClient(t *testing.T) (*Client, *atomic.Int32) {
	c, _ := net.Pipe()
	t.Cleanup(func() { c.Close() })
	wakes := new(atomic.Int32)
	return New(c, 0, func() { wakes.Add(1) }), wakes
}

func word(s string) func(*resp.Writer) { return func(w *resp.Writer) { w.Simple(s) } }

func TestWaitEnds(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		end     func(c *Client, w *Wait)
		now     int64
		reply   string
		wakes   int32
		cancels int
	}{
		{"served", func(c *Client, w *Wait) { c.Serve(w, word("served")) }, 0, "+served\r\n", 1, 0},
		{"served late", func(c *Client, w *Wait) { c.Serve(w, word("served")) }, 100, "+served\r\n", 1, 0},
		{"deadline", func(*Client, *Wait) {}, 100, "+timeout\r\n", 0, 1},
		{"unblocked", func(c *Client, _ *Wait) { c.Unblock(false) }, 0, "+timeout\r\n", 1, 1},
		{"unblocked with an error", func(c *Client, _ *Wait) { c.Unblock(true) }, 0, "-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n", 1, 1},
		{"twice", func(c *Client, w *Wait) { c.Serve(w, word("first")); c.Unblock(true); c.Serve(w, word("third")) }, 100, "+first\r\n", 1, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, wakes := newClient(t)
			cancels := 0
			w := &Wait{Deadline: 100, Timeout: word("timeout"), Cancel: func() { cancels++ }}
			c.Block(w, nil)
			var out resp.Writer
			if _, over := c.Resume(99, &out); over || len(out.B) > 0 || !c.Has(Blocked) {
				t.Fatal("over before it began")
			}
			tc.end(c, w)
			if _, over := c.Resume(tc.now, &out); !over || string(out.B) != tc.reply {
				t.Errorf("reply %q, want %q", out.B, tc.reply)
			}
			if wakes.Load() != tc.wakes || cancels != tc.cancels {
				t.Errorf("%d wakes, %d cancels, want %d and %d", wakes.Load(), cancels, tc.wakes, tc.cancels)
			}
			if c.Waiting() != nil || c.Has(Blocked) || c.Serve(w, nil) || c.Unblock(false) {
				t.Error("still waits")
			}
		})
	}
}

func TestServedBeforeBlock(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t)
	w := &Wait{}
	if !c.Serve(w, word("early")) {
		t.Fatal("not taken")
	}
	c.Block(w, nil)
	var out resp.Writer
	if _, over := c.Resume(0, &out); !over || string(out.B) != "+early\r\n" {
		t.Errorf("reply %q", out.B)
	}
}

func TestAbandon(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t)
	cancels := 0
	w := &Wait{Cancel: func() { cancels++ }}
	c.Block(w, nil)
	c.Abandon()
	if cancels != 1 || c.Serve(w, nil) {
		t.Errorf("%d cancels; something can still be served to a connection that is gone", cancels)
	}
	c.Abandon()
}

// Of all who want to end a wait, exactly one does.
func TestOneEndsAWait(t *testing.T) {
	t.Parallel()
	for range 200 {
		c, _ := newClient(t)
		w := &Wait{Timeout: word("t")}
		c.Block(w, nil)
		var ended atomic.Int32
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				if i%2 == 0 && c.Serve(w, word("s")) || i%2 == 1 && c.Unblock(true) {
					ended.Add(1)
				}
			})
		}
		wg.Wait()
		if ended.Load() != 1 {
			t.Fatalf("%d ended it", ended.Load())
		}
	}
}

func TestRetryIsNotUnblocked(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t)
	w := &Wait{Retry: true}
	c.Block(w, nil)
	if c.Unblock(false) {
		t.Error("CLIENT UNBLOCK ended a pause")
	}
	if !c.Serve(w, nil) {
		t.Error("UNPAUSE did not")
	}
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	var r Registry
	a, _ := newClient(t)
	b, _ := newClient(t)
	x, _ := newClient(t)
	if !r.Add(a, 2) || !r.Add(b, 2) || r.Add(x, 2) {
		t.Fatal("the bound on clients does not hold")
	}
	if l := r.List(); len(l) != 2 || l[0] != a || l[1] != b || r.Get(b.ID) != b {
		t.Errorf("listed %v", l)
	}
	r.AddMonitor(a)
	r.AddMonitor(a)
	b.Kill()
	if l := r.List(); len(l) != 1 || r.Get(b.ID) != nil || r.Len() != 2 {
		t.Error("a killed client is still listed, or no longer counted")
	}
	r.Remove(a)
	if r.Monitored() {
		t.Error("a monitor that has gone still counts")
	}
	if !r.Add(x, 2) {
		t.Error("no place after one has left")
	}
}
