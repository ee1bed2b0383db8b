package server

import (
	"redstart/server/client"
)

// The session as the reactor sees it, see reactor.Handler. Readiness is edge-triggered: all that has come must be read. A Recv that fills
// less than the buffer has drained the socket, which saves a second one that would only find nothing; unless the peer has hung up: the
// end makes no edge of its own when it comes together with the last bytes.

// fullReads is how many times a turn may fill the buffer before the others have theirs.
const fullReads = 4

// Ready implements reactor.Handler.
func (s *session) Ready(called, input bool) (over bool) {
	s.hold()
	if called && (s.c.Has(client.CloseNow) || !s.step()) {
		return true
	}
	for reads := 0; input; reads++ {
		if reads == fullReads {
			s.sock.Again()
			input = false
			if !s.reply() {
				return true
			}
			break
		}
		s.room()
		n, more, err := s.sock.Recv(s.in[s.n:])
		switch {
		case err != nil:
			s.send()
			return true
		case n == 0:
			if !s.reply() {
				return true
			}
		case !s.received(n, more):
			return true
		}
		input = more
	}
	s.release()
	return false
}

// Unsent implements reactor.Handler.
func (s *session) Unsent() bool { return s.unsent }

// Flush implements reactor.Handler.
func (s *session) Flush() (over bool) {
	s.unsent, s.due = false, s.told // others may have appended more meanwhile, which must not cost another sync
	ok := s.send()
	s.due = 0
	s.release()
	return !ok
}

// End implements reactor.Handler.
func (s *session) End() { s.finish() }
