package client

import "redstart/resp"

// Wait is what a blocked client waits for. Exactly one thing ends it: Serve, the deadline, Unblock or the end of the connection.
type Wait struct {
	Deadline int64                // clock.Nanos at which it ends by itself; 0: never
	Timeout  func(w *resp.Writer) // writes the reply when it ends by itself
	Cancel   func()               // called when it ends in any other way than Serve, outside all locks; may be nil
	Retry    bool                 // the command has not run yet: when the wait ends it runs again (CLIENT PAUSE)
	ended    bool
	reply    func(w *resp.Writer)
}

// Block makes the client wait; its session stops running commands after the current one.
func (c *Client) Block(w *Wait) {
	c.mu.Lock()
	c.mu.wait = w
	c.mu.Unlock()
	c.Set(Blocked, !w.Retry)
}

// Waiting is what the client waits for; nil: nothing.
func (c *Client) Waiting() *Wait {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mu.wait
}

// Serve ends the wait with a reply, which the client's own session writes. It reports false when the wait had ended before.
func (c *Client) Serve(w *Wait, reply func(w *resp.Writer)) bool {
	c.mu.Lock()
	ok := c.mu.wait == w && !w.ended
	if ok {
		w.ended, w.reply = true, reply
	}
	c.mu.Unlock()
	if ok {
		c.wake()
	}
	return ok
}

// Unblock ends the client's wait as its deadline would, or with the error that CLIENT UNBLOCK ERROR gives. It reports false when
// the client does not wait inside a command.
func (c *Client) Unblock(withError bool) bool {
	c.mu.Lock()
	w := c.mu.wait
	if w == nil || w.ended || w.Retry {
		c.mu.Unlock()
		return false
	}
	w.ended, w.reply = true, w.Timeout
	if withError {
		w.reply = func(out *resp.Writer) { out.Error("UNBLOCKED client unblocked via CLIENT UNBLOCK") }
	}
	c.mu.Unlock()
	if w.Cancel != nil {
		w.Cancel()
	}
	c.wake()
	return true
}

// Resume is for the client's own session: it returns the ended wait after writing its reply to out, or nil when the client still
// has to wait at the time now (clock.Nanos). gone ends the wait without a reply.
func (c *Client) Resume(now int64, gone bool, out *resp.Writer) *Wait {
	c.mu.Lock()
	w := c.mu.wait
	late := !w.ended && (gone || w.Deadline != 0 && now >= w.Deadline)
	if late {
		w.ended = true
		if !gone {
			w.reply = w.Timeout
		}
	}
	if !w.ended {
		c.mu.Unlock()
		return nil
	}
	c.mu.wait = nil
	c.mu.Unlock()
	c.Set(Blocked, false)
	if late && w.Cancel != nil {
		w.Cancel()
	}
	if w.reply != nil && !gone {
		w.reply(out)
	}
	return w
}
