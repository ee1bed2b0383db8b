package server

import "redstart/server/client"

// Listen lets messages be posted to the client's outbox. From now on those that others post go behind the replies of the batch, so that
// the order of a reply and a message tells which came first.
func (s *session) Listen() {
	if s.holds {
		return
	}
	s.holds = true
	if !s.c.Out.Linked() {
		var try client.Try
		if s.sock != nil {
			try = s.sock.Try
		}
		s.c.Out.Link(&s.srv.pubsub.Courier, try)
	}
	s.c.Out.Hold()
}

// Overhear puts the messages that have come since Listen behind what has been replied so far.
func (s *session) Overhear() {
	if s.holds {
		s.w.B = s.c.Out.TakeHeld(s.w.B)
	}
}

// flushHeld sends the replies of a batch in which others' messages were held back, and then those.
func (s *session) flushHeld() bool {
	s.holds = false
	b := s.w.B
	own := len(b) > keepOutput
	ok := s.c.Out.Release(s.w.TakePieces(), b, own)
	if own {
		b = make([]byte, 0, startBuffer)
	}
	s.w.B, s.mark = b[:0], 0
	return ok
}
