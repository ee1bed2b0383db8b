package server

import (
	"redstart/server/client"
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/aof"
)

// written is what a session has logged since it last sent replies.
type written struct {
	end  int64 // log offset after the last record; 0: none
	mark int   // where the reply of the first command that was logged begins
	ran  int64 // work.ran at that command
}

// propagate logs the effect of the command that has just run, while its shards are still locked: so the log has each key's order.
// raw is the request as it came; nil: it did not come now.
func (s *session) propagate(raw []byte) {
	log := s.srv.aof
	if !s.srv.logging.Load() {
		return
	}
	words, ok := s.ctx.Logged()
	if !ok {
		return
	}
	if g := s.srv.effects; g != nil {
		s.addTo(g, words)
		s.addArmed(g)
		return
	}
	var end int64
	switch {
	case words != nil && len(s.ctx.Parts()) > 0 || len(s.tx.Armed()) > 0:
		g := &s.group
		g.Reset()
		s.addTo(g, words)
		s.addArmed(g)
		end = log.AppendGroup(g)
	case words != nil:
		end = log.Append(s.tx.DB(), words...)
	case canonical(raw, s.ctx.Args):
		end = log.AppendRaw(s.tx.DB(), raw)
	default:
		end = log.Append(s.tx.DB(), s.ctx.Args...)
	}
	s.logged(end)
}

// logged notes that the command that runs has logged something, up to the offset end.
func (s *session) logged(end int64) {
	if s.written.end == 0 {
		s.written.mark, s.written.ran = s.mark, s.ran
	}
	s.written.end = end
	s.c.LogOffset.Store(end)
}

// addTo adds the command's effect to a unit of the log: words, which may be those of several commands, or the request.
func (s *session) addTo(g *aof.Group, words [][]byte) {
	if words == nil {
		words = s.ctx.Args
	}
	at := 0
	for _, end := range s.ctx.Parts() {
		g.Add(s.tx.DB(), words[at:end]...)
		at = end
	}
	g.Add(s.tx.DB(), words[at:]...)
}

// canonical reports whether raw, which has been parsed into args, is what the log would write: an inline request is not, and the
// parser looks at no line end's second byte.
func canonical(raw []byte, args [][]byte) bool {
	if len(raw) == 0 || raw[0] != '*' {
		return false
	}
	at := 1 + digits(len(args))
	if at+2 > len(raw) || raw[at+1] != '\n' {
		return false
	}
	at += 2
	for _, a := range args {
		at += 1 + digits(len(a))
		end := at + 2 + len(a)
		if end+2 > len(raw) || raw[at+1] != '\n' || raw[end] != '\r' || raw[end+1] != '\n' {
			return false
		}
		at = end + 2
	}
	return at == len(raw)
}

// digits is the number of decimal digits of n, which is not negative.
func digits(n int) int {
	d := 1
	for ; n >= 10; n /= 10 {
		d++
	}
	return d
}

// commit makes everything that a reply may tell of durable as appendfsync demands, before the replies that have gathered leave. That
// includes what others wrote and this session read. When the log fails, replies that acknowledge a write are taken back.
func (s *session) commit() {
	log := s.srv.aof
	if !s.srv.logging.Load() {
		s.written.end = 0
		return
	}
	upto := s.due
	if upto == 0 {
		upto = log.Appended()
	}
	err := s.srv.flushLog(upto)
	if s.written.end == 0 {
		return
	}
	if err != nil && !log.Flushed(s.written.end) || s.srv.persist.closed.Load() {
		s.retract()
	}
	s.written.end = 0
}

// mustCommit reports whether the log must be written before the replies may leave.
func (s *session) mustCommit() bool {
	return s.srv.logging.Load() && s.owes() && !s.srv.aof.Flushed(s.srv.aof.Appended())
}

// retract replaces the reply of the first command whose record may be lost by an error. As the replies behind it cannot be told
// apart, they go too, and the connection is closed: its client knows then that it does not know.
func (s *session) retract() {
	s.w.Truncate(min(s.written.mark, s.w.Len()))
	if s.ran > s.written.ran || s.c.Any(client.ReplyOff|client.ReplySkip|client.ReplySkipNext|client.PubSub|client.Tracking|client.Monitor) {
		s.closing = true
	}
	s.fail(s.srv.refusal())
}

// logRemoval logs a key that expired or was evicted, as a DEL, and tells those who wait for it.
func (srv *Server) logRemoval(db int, key []byte, why storage.Reason) {
	srv.logExpiry(db, command.WordDel, key)
	if classes := srv.notes.classes.Load(); classes != 0 {
		srv.note(classes, db, key, why.Event())
	}
	srv.stir(db, key, "del", 0)
}

// logFieldRemoval logs a field of a hash that expired, as an HDEL.
func (srv *Server) logFieldRemoval(db int, key, field []byte) {
	srv.logExpiry(db, command.WordHDel, key, field)
}

// logExpiry logs what no command has done, in its place among the effects of a unit that runs.
func (srv *Server) logExpiry(db int, words ...[]byte) {
	switch g := srv.effects; {
	case !srv.logging.Load():
	case g != nil:
		g.Add(db, words...)
	default:
		srv.aof.Append(db, words...)
	}
}
