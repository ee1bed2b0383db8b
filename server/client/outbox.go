package client

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Outbox sends a client's output. The session writes its replies directly while the peer reads (Begin, End); what the socket does
// not take at once is kept here and sent by a goroutine of its own, so that a peer which writes without reading blocks nobody and is
// bounded by the output limit alone. Output from other sessions comes through here too, and never overtakes: MONITOR's by Send, the
// messages of pub/sub by Post, which a Courier sends, several in one write.
type Outbox struct {
	conn net.Conn
	sent *atomic.Int64
	// Limit is asked before output is kept whether the client may have so many bytes waiting. It is called under the Outbox's lock.
	Limit func(pending int64) bool

	state atomic.Int32
	mu    struct {
		sync.Mutex
		kept    []*piece
		later   []*piece // came while the session holds back what others send
		held    bool
		bytes   int64 // in kept and later, those that are being written included
		closed  bool
		drained chan struct{} // closed when nothing is left; nil when nobody waits
		courier *Courier      // nil: Post is Send
		try     Try           // nil: there is no writing without waiting
	}
}

// Try writes to the socket without waiting. It returns how much of b the socket took; false: the connection has failed.
type Try func(b []byte) (n int, ok bool)

// The states of the socket's sending side.
const (
	idle   int32 = iota
	direct       // somebody writes without waiting: the session, or who flushes
	more         // the same, and there is output for after that
	busy         // the goroutine writes
	posted       // nobody writes, and the courier will
)

// chunkSize is what small pieces of output are gathered into, and the largest piece that is written at once.
const chunkSize = 64 << 10

// Begin claims the socket for a write by the session. It reports false when kept output must go first: then Send has to be used.
func (o *Outbox) Begin() bool { return o.state.CompareAndSwap(idle, direct) }

// End ends what Begin began. pieces and rest are what the socket did not take, see keepAll. It reports false when they cannot be kept: then
// the connection must be ended.
func (o *Outbox) End(pieces [][]byte, rest []byte, own bool) bool {
	if len(pieces) == 0 && len(rest) == 0 && o.state.CompareAndSwap(direct, idle) {
		return true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	later := o.mu.kept
	o.mu.kept = nil
	ok := o.keepAll(&o.mu.kept, pieces, rest, own)
	o.mu.kept = append(o.mu.kept, later...)
	o.state.Store(busy)
	go o.run()
	return ok
}

// Send keeps pieces and b, see keepAll, and has them sent in order, with nothing between them. It reports false when the connection is
// closed or they exceed the limit: then the connection must be ended.
func (o *Outbox) Send(pieces [][]byte, b []byte, own bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.mu.held {
		return o.keepAll(&o.mu.later, pieces, b, own)
	}
	ok := o.keepAll(&o.mu.kept, pieces, b, own)
	if ok && o.await(busy) {
		go o.run()
	}
	return ok
}

// await sees to it that what is kept is sent: by who writes now or, true, by whom the state next stands for. The caller holds mu.
func (o *Outbox) await(next int32) bool {
	for {
		switch o.state.Load() {
		case idle:
			if o.state.CompareAndSwap(idle, next) {
				return true
			}
		case direct:
			if o.state.CompareAndSwap(direct, more) {
				return false
			}
		default:
			return false
		}
	}
}

// keepAll adds pieces, which become the Outbox's, and b, which with own does so, too, and is copied otherwise, to a list of what waits. The
// caller holds mu.
func (o *Outbox) keepAll(list *[]*piece, pieces [][]byte, b []byte, own bool) bool {
	for _, p := range pieces {
		if !o.keep(list, p, true) {
			return false
		}
	}
	return len(b) == 0 || o.keep(list, b, own)
}

// keep adds b to a list of what waits, with own without copying it. The caller holds mu.
func (o *Outbox) keep(list *[]*piece, b []byte, own bool) bool {
	if o.mu.closed {
		return false
	}
	if o.Limit != nil && !o.Limit(o.mu.bytes+int64(len(b))) {
		o.mu.closed = true
		return false
	}
	o.mu.bytes += int64(len(b))
	if own {
		*list = append(*list, &piece{b: b, shared: true})
		return true
	}
	for len(b) > 0 {
		last := len(*list) - 1
		if last < 0 || (*list)[last].shared || len((*list)[last].b) >= chunkSize {
			*list = append(*list, o.mu.courier.piece())
			last++
		}
		p := (*list)[last]
		n := min(len(b), chunkSize-len(p.b))
		p.b = append(p.b, b[:n]...)
		b = b[n:]
	}
	return true
}

// run sends what waits until nothing is left.
func (o *Outbox) run() {
	for {
		o.mu.Lock()
		if o.mu.closed {
			o.mu.kept, o.mu.later, o.mu.bytes = nil, nil, 0
		}
		if len(o.mu.kept) == 0 {
			o.mu.kept = nil
			o.state.Store(idle)
			o.drain()
			o.mu.Unlock()
			return
		}
		b := o.mu.kept[0].left()
		o.mu.kept[0] = nil
		o.mu.kept = o.mu.kept[1:]
		o.mu.Unlock()
		for len(b) > 0 {
			n, err := o.conn.Write(b[:min(len(b), chunkSize)])
			o.sent.Add(int64(n))
			b = b[n:]
			o.mu.Lock()
			o.mu.bytes -= int64(n)
			if err != nil {
				o.mu.closed = true
				b = nil
			}
			o.mu.Unlock()
		}
	}
}

// Pending is how much output waits to be sent: pieces and bytes.
func (o *Outbox) Pending() (chunks int, bytes int64) {
	if s := o.state.Load(); s == idle || s == direct {
		return 0, 0
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	chunks = len(o.mu.kept)
	if chunks == 0 && o.mu.bytes > 0 {
		chunks = 1
	}
	return chunks, o.mu.bytes
}

// Within reports whether what waits is within the limit, which may depend on the time.
func (o *Outbox) Within() bool {
	if s := o.state.Load(); s == idle || s == direct {
		return true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.Limit != nil && !o.mu.closed && !o.Limit(o.mu.bytes) {
		o.mu.closed = true
	}
	return !o.mu.closed
}

// Abort drops what waits: nothing more is sent, and a write under way ends.
func (o *Outbox) Abort() {
	o.mu.Lock()
	o.mu.closed = true
	o.mu.Unlock()
	o.conn.SetWriteDeadline(time.Unix(1, 0))
}

// drain tells who waits that nothing is left. The caller holds mu.
func (o *Outbox) drain() {
	if o.mu.drained != nil {
		close(o.mu.drained)
		o.mu.drained = nil
	}
}

// Drained returns a channel that is closed when nothing waits to be sent any more; nil: nothing does. It is the session's, which does not
// write meanwhile.
func (o *Outbox) Drained() <-chan struct{} {
	o.Flush()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.state.Load() == idle {
		return nil
	}
	if o.mu.drained == nil {
		o.mu.drained = make(chan struct{})
	}
	return o.mu.drained
}
