package client

import (
	"runtime"
	"sync"
)

// Courier sends what was posted to clients. It begins when those who are about to run have run, so that what many have posted to one
// client leaves in one write, as from an event loop. While nothing is posted it costs nothing. The zero value is ready.
type Courier struct {
	mu struct {
		sync.Mutex
		boxes   []*Outbox // whose state was posted
		next    []*Outbox // the other buffer
		running bool
	}
	pieces sync.Pool // of *piece
}

// piece is some output of one client.
type piece struct {
	b      []byte
	sent   int  // of b
	shared bool // b is not only ours
}

// left is what has not been sent.
func (p *piece) left() []byte { return p.b[p.sent:] }

// add has o flushed soon.
func (c *Courier) add(o *Outbox) {
	c.mu.Lock()
	c.mu.boxes = append(c.mu.boxes, o)
	start := !c.mu.running
	c.mu.running = true
	c.mu.Unlock()
	if start {
		go c.run()
	}
}

// run flushes until nobody is left.
func (c *Courier) run() {
	for {
		runtime.Gosched()
		c.mu.Lock()
		boxes := c.mu.boxes
		c.mu.boxes = c.mu.next[:0]
		if len(boxes) == 0 {
			c.mu.running, c.mu.next = false, boxes
			c.mu.Unlock()
			return
		}
		c.mu.next = nil
		c.mu.Unlock()
		for i, o := range boxes {
			o.Flush()
			boxes[i] = nil
		}
		c.mu.Lock()
		c.mu.next = boxes[:0]
		c.mu.Unlock()
	}
}

// piece returns an empty piece. c may be nil.
func (c *Courier) piece() *piece {
	if c != nil {
		if p, ok := c.pieces.Get().(*piece); ok {
			return p
		}
	}
	return &piece{}
}

// recycle takes a piece back that nobody uses any more. c may be nil.
func (c *Courier) recycle(p *piece) {
	if c != nil && !p.shared {
		p.b, p.sent = p.b[:0], 0
		c.pieces.Put(p)
	}
}
