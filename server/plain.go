package server

import (
	"errors"
	"os"
	"time"

	"redstart/server/client"
)

// plain is the read loop over net.Conn: for TLS and for systems without reactors. It waits for the first byte of a batch alone,
// so that an idle connection holds no buffer here either.
func (s *session) plain() {
	for s.woken = true; s.woken; {
		s.disarm()
		s.hold()
		if s.c.Has(client.CloseNow) || !s.step() {
			return
		}
		s.woken = false
		for s.readPlain() {
		}
	}
}

// readPlain reads once and runs what came. It reports false when the session was woken, or when the connection is to be closed.
func (s *session) readPlain() bool {
	if s.work != nil && s.n == 0 { // the last byte of a request that has begun may come alone
		s.release()
	}
	var err error
	n := 0
	if s.work == nil {
		if n, err = s.conn.Read(s.first[:]); n > 0 {
			s.hold()
			s.in[0], s.n, s.got = s.first[0], 1, 1
			n = 0
		}
	}
	if err == nil {
		s.room()
		n, err = s.conn.Read(s.in[s.n:])
	}
	if n > 0 && !s.received(n, false) {
		return false
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		s.woken = true
	}
	return err == nil
}

// longAgo is a deadline that has passed.
var longAgo = time.Unix(1, 0)

// arm sets the deadline of the next wait for input; zero: none. A wake that comes before, meanwhile or after ends that wait at once.
func (s *session) arm(at time.Time) {
	s.conn.SetReadDeadline(at)
	if s.poked.Load() {
		s.conn.SetReadDeadline(longAgo)
	}
}

// disarm prepares a look at the session's state: wakes from now on count for the wait after it.
func (s *session) disarm() {
	s.poked.Store(false)
	s.arm(time.Time{})
	s.woken = true
}
