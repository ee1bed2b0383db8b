package client

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Outbox sends a client's output. The session writes its replies directly while the peer reads; what the socket does not take at
// once is kept here and sent by a goroutine of its own, so that a peer which writes without reading blocks nobody and is bounded by
// the output limit alone. Output from other sessions (MONITOR) comes through here too.
type Outbox struct {
	conn net.Conn
	sent *atomic.Int64
	// Limit is asked when output is kept: pending bytes that the client may not exceed; 0: no limit. May be nil.
	Limit func(pending int) bool

	busy atomic.Bool // pending is not empty or is being written
	mu   struct {
		sync.Mutex
		pending []byte
		closed  bool
		idle    chan struct{} // closed when the writer is done; nil when nobody waits
	}
}

// Busy reports whether kept output waits to be sent: then a direct write would overtake it.
func (o *Outbox) Busy() bool { return o.busy.Load() }

// Pending is the number of bytes that wait to be sent.
func (o *Outbox) Pending() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.mu.pending)
}

// Send keeps b, which it copies, and has it sent in order. It reports false when the connection is closed or b exceeds the limit:
// then the connection must be ended.
func (o *Outbox) Send(b []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.mu.closed {
		return false
	}
	if o.Limit != nil && !o.Limit(len(o.mu.pending)+len(b)) {
		o.mu.closed = true
		return false
	}
	o.mu.pending = append(o.mu.pending, b...)
	if !o.busy.Swap(true) {
		go o.run()
	}
	return true
}

// run sends what is pending until nothing is left.
func (o *Outbox) run() {
	var spare []byte
	for {
		o.mu.Lock()
		b := o.mu.pending
		if len(b) == 0 || o.mu.closed {
			o.mu.pending = nil
			o.busy.Store(false)
			if o.mu.idle != nil {
				close(o.mu.idle)
				o.mu.idle = nil
			}
			o.mu.Unlock()
			return
		}
		o.mu.pending = spare[:0]
		o.mu.Unlock()
		n, err := o.conn.Write(b)
		o.sent.Add(int64(n))
		if err != nil {
			o.mu.Lock()
			o.mu.closed = true
			o.mu.Unlock()
		}
		if spare = b; cap(spare) > 1<<20 {
			spare = nil
		}
	}
}

// Abort drops what is pending: nothing more is sent, and a write under way ends.
func (o *Outbox) Abort() {
	o.mu.Lock()
	o.mu.closed = true
	o.mu.Unlock()
	o.conn.SetWriteDeadline(time.Unix(1, 0))
}

// Closed reports whether nothing more can be sent.
func (o *Outbox) Closed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.mu.closed
}

// Drained returns a channel that is closed when nothing is pending any more.
func (o *Outbox) Drained() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.mu.idle == nil {
		o.mu.idle = make(chan struct{})
		if !o.busy.Load() {
			c := o.mu.idle
			o.mu.idle = nil
			close(c)
			return c
		}
	}
	return o.mu.idle
}
