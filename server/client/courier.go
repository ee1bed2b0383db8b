package client

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Courier sends what was posted to clients: at the end of a reactor's round, or, what is posted outside of one, in a goroutine that begins
// when those who are about to run have run. So what many have posted to one client leaves in one write. The zero value is ready.
type Courier struct {
	mu struct {
		sync.Mutex
		boxes   []*Outbox // whose state was posted
		next    []*Outbox // the other buffer
		running bool
		flushed int64 // messages when the last round was sent
		last    int64 // messages of that round
	}
	rounds   atomic.Int32 // that are under way, see Enter
	used     atomic.Bool  // some Outbox has it
	waiting  atomic.Bool  // somebody is in mu.boxes
	messages atomic.Int64 // that were to be posted so far
	pieces   sync.Pool    // of *piece
}

// A round for more clients than crowd waits a moment when it, or the one before, has more messages than that: at such a rate others are
// about to come, and writing to so many takes longer than the moment.
//
// No round waits that has more messages than flood: what is written should still be in the processor's cache.
const (
	crowd  = 8
	flood  = 128
	moment = 100 * time.Microsecond
)

// Note counts a message that is about to be posted.
func (c *Courier) Note() { c.messages.Add(1) }

// piece is some output of one client.
type piece struct {
	b      []byte
	sent   int  // of b
	shared bool // b is not only ours
}

// left is what has not been sent.
func (p *piece) left() []byte { return p.b[p.sent:] }

// Enter says that a goroutine will call Leave soon, when it has run those who are ready: what is posted until then may wait for that. It
// reports false when that is not so: as long as nobody has a Courier, rounds are not worth counting.
func (c *Courier) Enter() bool {
	if !c.used.Load() {
		return false
	}
	c.rounds.Add(1)
	return true
}

// Leave ends what Enter began. It reports whether Deliver must be called.
func (c *Courier) Leave() bool {
	c.rounds.Add(-1)
	return c.waiting.Load()
}

// Deliver sends what was posted, or sees to it that it is.
func (c *Courier) Deliver() {
	if !c.crowded() {
		c.flush()
		return
	}
	c.mu.Lock()
	c.start()
	c.mu.Unlock()
}

// add has o flushed soon.
func (c *Courier) add(o *Outbox) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mu.boxes = append(c.mu.boxes, o)
	c.waiting.Store(true)
	if c.rounds.Load() == 0 {
		c.start()
	}
}

// start starts the goroutine, unless it runs. The caller holds mu.
func (c *Courier) start() {
	if !c.mu.running {
		c.mu.running = true
		go c.run()
	}
}

// run flushes until nobody is left.
func (c *Courier) run() {
	for {
		runtime.Gosched()
		if c.crowded() {
			time.Sleep(moment)
		}
		c.flush()
		c.mu.Lock()
		if len(c.mu.boxes) == 0 {
			c.mu.running = false
			c.mu.Unlock()
			return
		}
		c.mu.Unlock()
	}
}

// flush flushes all that have been added.
func (c *Courier) flush() {
	c.mu.Lock()
	now := c.messages.Load()
	c.mu.last, c.mu.flushed = now-c.mu.flushed, now
	boxes := c.mu.boxes
	c.mu.boxes, c.mu.next = c.mu.next, nil
	c.waiting.Store(false)
	c.mu.Unlock()
	for i, o := range boxes {
		o.Flush()
		boxes[i] = nil
	}
	c.mu.Lock()
	c.mu.next = boxes[:0]
	c.mu.Unlock()
}

// crowded reports whether this round should wait for more.
func (c *Courier) crowded() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.messages.Load() - c.mu.flushed
	return len(c.mu.boxes) > crowd && max(c.mu.last, n) > crowd && n <= flood
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
