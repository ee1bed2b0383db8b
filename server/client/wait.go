package client

import "redstart/resp"

// Wait is what a blocked client waits for. Exactly one thing ends it: Serve, the deadline, Unblock or the end of the connection.
type Wait struct {
	Deadline int64                // clock.Nanos at which it ends by itself; 0: never
	Timeout  func(w *resp.Writer) // writes the reply when it ends by itself
	Cancel   func()               // called when it ends in any other way than Serve, outside all locks; may be nil
	Retry    bool                 // the command has not run yet: when the wait ends it runs again (CLIENT PAUSE)
	ended    bool                 // under the client's lock, as reply
	reply    func(w *resp.Writer)
}

// Block makes the client wait; its session stops running commands after the current one. Only the client's own session calls it.
func (c *Client) Block(w *Wait) {
	c.waits.Store(w)
	c.Set(Blocked, true)
}

// Waiting is what the client waits for; nil: nothing.
func (c *Client) Waiting() *Wait { return c.waits.Load() }

// Serve ends the wait with a reply, which the client's own session writes; nil: none. It reports false when the wait had ended
// before, so that what was to be served can go to another. It may be called before Block.
func (c *Client) Serve(w *Wait, reply func(w *resp.Writer)) bool {
	if !c.end(w, reply) {
		return false
	}
	c.wake()
	return true
}

// end marks w as ended; false: it was already.
func (c *Client) end(w *Wait, reply func(w *resp.Writer)) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w.ended {
		return false
	}
	w.ended, w.reply = true, reply
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
	reply := w.Timeout
	if withError {
		reply = func(out *resp.Writer) { out.Error(unblocked) }
	}
	if !c.end(w, reply) {
		return false
	}
	if w.Cancel != nil {
		w.Cancel()
	}
	c.wake()
	return true
}

// Resume is for the client's own session: it reports whether the client's wait is over at the time now (clock.Nanos), and writes
// its reply to out.
func (c *Client) Resume(now int64, out *resp.Writer) bool {
	w := c.waits.Load()
	if w.Deadline != 0 && now >= w.Deadline && c.end(w, w.Timeout) && w.Cancel != nil {
		w.Cancel()
	}
	c.mu.Lock()
	ended, reply := w.ended, w.reply
	c.mu.Unlock()
	if !ended {
		return false
	}
	c.waits.Store(nil)
	c.Set(Blocked, false)
	if reply != nil {
		reply(out)
	}
	return true
}

// Abandon is for the client's own session: it ends the wait of a connection that is gone.
func (c *Client) Abandon() {
	w := c.waits.Swap(nil)
	if w != nil && c.end(w, nil) && w.Cancel != nil {
		w.Cancel()
	}
	c.Set(Blocked, false)
}
