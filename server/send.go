package server

import (
	"time"

	"redstart/server/client"
	"redstart/server/config"
)

// flush sends the replies that have gathered, after what they tell of has reached the log. It reports false when the connection is
// to be closed.
func (s *session) flush() bool {
	if len(s.w.B) == 0 {
		return true
	}
	if !s.commit() {
		return false
	}
	b := s.w.B
	s.w.B = b[:0]
	if s.c.Out.Busy() {
		return s.c.Out.Send(b)
	}
	n, ok := s.write(b)
	s.c.Outgo.Add(int64(n))
	if n < len(b) && ok {
		ok = s.c.Out.Send(b[n:])
	}
	return ok
}

// withinOutputLimit reports whether the client may have pending bytes of output waiting.
func (s *session) withinOutputLimit(pending int) bool {
	l := s.srv.cfg.OutputLimits()[config.ClassNormal]
	if l.Hard > 0 && int64(pending) > l.Hard {
		s.srv.stats.OutputLimit.Add(1)
		s.c.Set(client.CloseNow, true)
		return false
	}
	return true
}

// withinQueryLimit reports whether the client may keep what it has sent and we have not run.
func (s *session) withinQueryLimit() bool {
	if int64(s.n-s.pos) <= s.srv.cfg.Int(config.ClientQueryBufferLimit) {
		return true
	}
	s.srv.stats.QueryLimit.Add(1)
	return false
}

// lastWords waits, for a moment, until the kept output of a connection that is closed has been sent.
func (s *session) lastWords() {
	if !s.c.Out.Busy() {
		return
	}
	s.conn.SetWriteDeadline(time.Now().Add(closeGrace))
	<-s.c.Out.Drained()
}

// closeGrace is how long a closed connection's last replies may take to leave.
const closeGrace = 5 * time.Second
