package server

import (
	"time"

	"redstart/server/command"
)

// holdsBack reports whether CLIENT PAUSE holds the command back. Then its client keeps its place, and is served after the pause.
func (s *attendant) holdsBack(e *waitedKey, cmd *command.Entry) bool {
	if gate(s.srv.gates.Load()&cmd.Gates)&(gatePauseAll|gatePauseWrites) == 0 {
		return false
	}
	until := s.srv.paused(cmd.Flags)
	if until == 0 {
		return false
	}
	e.stripe.mu.Lock()
	defer e.stripe.mu.Unlock()
	if !e.held {
		e.held = true
		b := &s.srv.blocking
		b.queue.Lock()
		b.queue.held = append(b.queue.held, e)
		b.queue.Unlock()
		time.AfterFunc(time.Duration(until-s.srv.clock.Nanos()), s.srv.endOfPause)
	}
	return true
}

// unhold makes the keys ready again that a pause has held back.
func (b *blocking) unhold() {
	b.queue.Lock()
	held := b.queue.held
	b.queue.held = nil
	b.queue.Unlock()
	for _, e := range held {
		e.stripe.mu.Lock()
		e.held = false
		b.enqueue(e)
		e.stripe.mu.Unlock()
	}
}

// endOfPause serves those whom a pause has held back.
func (srv *Server) endOfPause() {
	srv.blocking.unhold()
	srv.serveAside()
}
