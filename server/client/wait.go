package client

import (
	"sync"

	"redstart/resp"
)

// Wait is what a blocked client waits for. Exactly one thing ends it: Serve or Settle, the deadline, Unblock or the end of the
// connection. Its fields are fixed once the client waits.
type Wait struct {
	Deadline int64                // clock.Nanos at which it ends by itself; 0: never
	Timeout  func(w *resp.Writer) // writes the reply when it ends by itself
	Cancel   func()               // called when it ends in any other way than Serve and Settle, outside all locks; may be nil
	Retry    bool                 // the command has not run yet: when the wait ends it runs again (CLIENT PAUSE)

	mu     sync.Mutex // a leaf but for what done takes; Claim holds it
	done   func(how End, ns int64)
	ns     int64 // what the command has taken so far
	ended  bool
	how    End
	reply  func(w *resp.Writer)
	logged int64
}

// End is how a wait ended, for those who count.
type End uint8

// The ends that are counted; the end of the connection is not.
const (
	Answered  End = iota // with a reply, that of the timeout included
	Failed               // with an error that the command returned when it ran again
	Refused              // with an error before the command could run again
	Unblocked            // with the error of CLIENT UNBLOCK
)

// Block makes the client wait; its session stops running commands after the current one. Only the client's own session calls it. done,
// if not nil, is called once, before the client can see the reply, with how the wait ended and the ns that the command took; it
// must not use the client's waits.
func (c *Client) Block(w *Wait, done func(how End, ns int64)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c.waits.Store(w)
	if !w.ended {
		w.done = done
		c.Set(Blocked, true)
	} else if done != nil {
		done(w.how, 0)
	}
}

// Waiting is what the client waits for; nil: nothing. It may have been served already, and its session not have noticed yet.
func (c *Client) Waiting() *Wait { return c.waits.Load() }

// Spent adds ns to what the command has taken, unless the wait is over.
func (w *Wait) Spent(ns int64) {
	w.mu.Lock()
	w.ns += ns
	w.mu.Unlock()
}

// Serve ends the wait with a reply, which the client's own session writes; nil: none. It reports false when the wait had ended
// before, so that what was to be served can go to another. It may be called before Block.
func (c *Client) Serve(w *Wait, reply func(w *resp.Writer)) bool {
	if !c.end(w, Answered, reply) {
		return false
	}
	c.wake()
	return true
}

// Claim keeps everything else from ending the wait until Release or Settle, of which one must follow soon: others wait for it. It reports
// false when there is nobody to serve: the wait has ended, or the connection is to be closed.
func (c *Client) Claim(w *Wait) bool {
	w.mu.Lock()
	if w.ended || c.Has(CloseNow) {
		w.mu.Unlock()
		return false
	}
	return true
}

// Release lets the client that was claimed wait on. ns is what the attempt to serve it took.
func (w *Wait) Release(ns int64) {
	w.ns += ns
	w.mu.Unlock()
}

// Settle ends the wait that was claimed with a reply, which the client's own session writes after the log has everything up to the
// offset logged; 0: there is nothing to wait for. ns is what serving took.
func (c *Client) Settle(w *Wait, how End, reply func(w *resp.Writer), logged, ns int64) {
	w.ns += ns
	w.logged = logged
	c.over(w, how, reply)
	w.mu.Unlock()
	c.wake()
}

// end marks w as ended; false: it was already.
func (c *Client) end(w *Wait, how End, reply func(w *resp.Writer)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return false
	}
	c.over(w, how, reply)
	return true
}

// over notes the end of w. The caller holds w.mu.
func (c *Client) over(w *Wait, how End, reply func(w *resp.Writer)) {
	w.ended, w.how, w.reply = true, how, reply
	if c.waits.Load() == w {
		c.Set(Blocked, false)
	}
	if w.done != nil {
		w.done(how, w.ns)
	}
}

// Expel ends a wait of the client with an error. It reports false when the wait had ended before.
func (c *Client) Expel(w *Wait, text string) bool {
	if !c.end(w, Failed, func(out *resp.Writer) { out.Error(text) }) {
		return false
	}
	if w.Cancel != nil {
		w.Cancel()
	}
	c.wake()
	return true
}

// unblocked is the error of CLIENT UNBLOCK ERROR.
const unblocked = "UNBLOCKED client unblocked via CLIENT UNBLOCK"

// Unblock ends the client's wait as its deadline would, or with an error. It reports false when the client does not wait inside a
// command.
func (c *Client) Unblock(withError bool) bool {
	w := c.waits.Load()
	if w == nil || w.Retry {
		return false
	}
	how, reply := Answered, w.Timeout
	if withError {
		how, reply = Unblocked, func(out *resp.Writer) { out.Error(unblocked) }
	}
	if !c.end(w, how, reply) {
		return false
	}
	if w.Cancel != nil {
		w.Cancel()
	}
	c.wake()
	return true
}

// Resume is for the client's own session: it reports whether the client's wait is over at the time now (clock.Nanos), and writes
// its reply to out. The reply may leave when the log has everything up to the offset logged; 0: at once.
func (c *Client) Resume(now int64, out *resp.Writer) (logged int64, over bool) {
	w := c.waits.Load()
	if w.Deadline != 0 && now >= w.Deadline && c.end(w, Answered, w.Timeout) && w.Cancel != nil {
		w.Cancel()
	}
	w.mu.Lock()
	ended, reply := w.ended, w.reply
	logged = w.logged
	w.mu.Unlock()
	if !ended {
		return 0, false
	}
	c.waits.Store(nil)
	if reply != nil {
		reply(out)
	}
	return logged, true
}

// Abandon is for the client's own session: it ends the wait of a connection that is gone.
func (c *Client) Abandon() {
	w := c.waits.Swap(nil)
	if w == nil {
		return
	}
	w.mu.Lock()
	first := !w.ended
	w.ended = true
	w.mu.Unlock()
	c.Set(Blocked, false)
	if first && w.Cancel != nil {
		w.Cancel()
	}
}
