package client

// Post is Send for a message of another session: it is written soon, together with what else comes meanwhile, by the courier that
// Link has named. With shared, b is not copied, and must never change.
func (o *Outbox) Post(b []byte, shared bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.mu.held {
		return o.keep(&o.mu.later, b, shared)
	}
	ok := o.keep(&o.mu.kept, b, shared)
	switch {
	case !ok:
	case o.mu.courier == nil:
		if o.await(busy) {
			go o.run()
		}
	case o.await(posted):
		o.mu.courier.add(o)
	}
	return ok
}

// Link makes c the courier of what is posted. try may be nil.
func (o *Outbox) Link(c *Courier, try Try) {
	if !c.used.Load() {
		c.used.Store(true)
	}
	o.mu.Lock()
	o.mu.courier, o.mu.try = c, try
	o.mu.Unlock()
}

// Linked reports whether the Outbox has a courier.
func (o *Outbox) Linked() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.mu.courier != nil
}

// Hold keeps what others send back until Release, so that it goes behind the replies that the session is writing. It is the session's.
func (o *Outbox) Hold() {
	o.mu.Lock()
	o.mu.held = true
	o.mu.Unlock()
}

// TakeHeld appends what has been held back to b, and forgets it: the session puts it between its replies.
func (o *Outbox) TakeHeld(b []byte) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, p := range o.mu.later {
		b = append(b, p.b...)
		o.mu.bytes -= int64(len(p.b))
		o.mu.courier.recycle(p)
		o.mu.later[i] = nil
	}
	o.mu.later = o.mu.later[:0]
	return b
}

// Release sends pieces and b, see keepAll, then what has been held back, and ends Hold. It reports what Send does.
func (o *Outbox) Release(pieces [][]byte, b []byte, own bool) bool {
	o.mu.Lock()
	ok := o.keepAll(&o.mu.kept, pieces, b, own)
	o.mu.kept = append(o.mu.kept, o.mu.later...)
	clear(o.mu.later)
	o.mu.later, o.mu.held = o.mu.later[:0], false
	if len(o.mu.kept) > 0 {
		o.await(posted)
	}
	o.mu.Unlock()
	o.Flush()
	return ok
}

// Flush writes what has been posted, as far as the socket takes it, unless somebody else writes.
func (o *Outbox) Flush() {
	if !o.state.CompareAndSwap(posted, direct) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.mu.try != nil && !o.mu.closed {
		if len(o.mu.kept) > 0 {
			if !o.attempt() {
				break
			}
			continue
		}
		if o.state.CompareAndSwap(direct, idle) {
			o.drain()
			return
		}
		o.state.Store(direct) // more came, and has been written
	}
	o.state.Store(busy)
	go o.run()
}

// attempt writes of the first piece that is kept what the socket takes without waiting. It reports false when that is not all. The caller
// holds mu, and gets it back.
func (o *Outbox) attempt() bool {
	p, try := o.mu.kept[0], o.mu.try
	b := p.left()
	o.mu.Unlock()
	n, ok := try(b)
	o.sent.Add(int64(n))
	o.mu.Lock()
	o.mu.bytes -= int64(n)
	o.mu.closed = o.mu.closed || !ok
	p.sent += n
	if n < len(b) {
		return false
	}
	if len(p.left()) == 0 { // nothing was added meanwhile
		last := copy(o.mu.kept, o.mu.kept[1:])
		o.mu.kept[last] = nil
		o.mu.kept = o.mu.kept[:last]
		o.mu.courier.recycle(p)
	}
	return true
}
