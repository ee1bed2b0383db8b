package server

import (
	"io"
	"time"

	"redstart/server/client"
	"redstart/server/config"
)

// flush sends the replies that have gathered, after what they tell of has reached the log and the counters: who has its reply finds
// the command in CLIENT LIST and INFO. It reports false when the connection is to be closed.
func (s *session) flush() bool {
	if !s.owes() {
		return true
	}
	s.commit()
	s.account()
	if s.holds {
		return s.flushHeld()
	}
	if s.w.Len() == 0 {
		return true
	}
	pieces, b := s.w.TakePieces(), s.w.B
	s.w.B, s.mark = b[:0], 0
	if s.sock == nil || !s.c.Out.Begin() {
		ok := s.c.Out.Send(pieces, b, false)
		s.c.Out.Flush()
		return ok
	}
	pieces, ok := s.sendPieces(pieces)
	rest := b
	if ok && len(pieces) == 0 && len(b) > 0 {
		var n int
		n, ok = s.sock.Send(b)
		s.c.Outgo.Add(int64(n))
		rest = b[n:]
	}
	if !ok {
		pieces, rest = nil, nil
	}
	own := len(rest) > keepOutput
	if own {
		s.w.B = make([]byte, 0, startBuffer)
	}
	return s.c.Out.End(pieces, rest, own) && ok
}

// sendPieces sends of the pieces of a long reply what the socket takes at once, and returns the rest; false: the connection has failed.
func (s *session) sendPieces(pieces [][]byte) (rest [][]byte, ok bool) {
	for len(pieces) > 0 {
		n, ok := s.sock.Send(pieces[0])
		s.c.Outgo.Add(int64(n))
		if pieces[0] = pieces[0][n:]; !ok || len(pieces[0]) > 0 {
			return pieces, ok
		}
		pieces = pieces[1:]
	}
	return nil, true
}

// owes reports whether flush has something to do.
func (s *session) owes() bool { return s.w.Len() > 0 || s.written.end != 0 || s.holds }

// outputBeforeAuth is how many bytes of output may wait for a client that must still give a password. Redis keeps about as much.
const outputBeforeAuth = 16 << 10

// withinOutputLimit reports whether the client may have pending bytes of output waiting. The Outbox asks, under its lock.
func (s *session) withinOutputLimit(pending int64) bool {
	class := config.ClassNormal
	if s.c.Has(client.PubSub) {
		class = config.ClassPubsub
	}
	l := &s.srv.cfg.OutputLimits()[class]
	exceeded := l.Hard > 0 && pending >= l.Hard || pending > outputBeforeAuth && s.isStranger()
	if l.Soft > 0 && pending >= l.Soft {
		now := s.srv.clock.Nanos()
		if !s.soft.CompareAndSwap(0, now) {
			exceeded = exceeded || now-s.soft.Load() > l.SoftSeconds*int64(time.Second)
		}
	} else if s.soft.Load() != 0 {
		s.soft.Store(0)
	}
	if !exceeded {
		return true
	}
	s.srv.stats.OutputLimit.Add(1)
	s.srv.log.Warn().Int64("client", s.c.ID).Str("address", s.c.Addr()).Int64("bytes", pending).
		Msg("client closed: it exceeds client-output-buffer-limit")
	s.c.Set(client.CloseNow, true)
	return false
}

// withinQueryLimit reports whether the client may keep what it has sent and we have not run, in a transaction or before it.
func (s *session) withinQueryLimit() bool {
	kept := s.c.QueuedLen.Load()
	if s.work != nil {
		kept += int64(s.n - s.pos)
	}
	if kept <= s.srv.cfg.Int(config.ClientQueryBufferLimit) {
		return true
	}
	s.srv.stats.QueryLimit.Add(1)
	s.srv.log.Warn().Int64("client", s.c.ID).Str("address", s.c.Addr()).Int64("bytes", kept).
		Msg("client closed: it exceeds client-query-buffer-limit")
	return false
}

// closeGrace is how long the peer of a connection that is closed may take to read some more of its last replies.
const closeGrace = 5 * time.Second

// lastWords waits until the kept output of a connection that is closed has been sent, as long as its peer goes on reading.
func (s *session) lastWords() {
	for {
		drained := s.c.Out.Drained()
		if drained == nil {
			return
		}
		before := s.c.Outgo.Load()
		t := time.NewTimer(closeGrace)
		select {
		case <-drained:
			t.Stop()
			return
		case <-t.C:
			if s.c.Outgo.Load() == before {
				return
			}
		}
	}
}

// The bounds on what absorb takes.
const (
	absorbBytes = 1 << 20
	absorbTime  = 500 * time.Millisecond
)

// absorb reads what the peer is still sending. Closing with unread input would reset the connection, and the peer could lose the
// error that it was just sent.
func (s *session) absorb() {
	half, ok := s.conn.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	s.conn.SetReadDeadline(s.srv.clock.Time(s.srv.clock.Nanos() + int64(absorbTime)))
	if !s.c.Has(client.CloseNow) {
		io.CopyN(io.Discard, s.conn, absorbBytes)
	}
}
