package server

import (
	"redstart/storage"
)

// propagate logs the effect of the command that has just run, while its shards are still locked: so the log has each key's order.
// raw is the request as it came.
func (s *session) propagate(raw []byte) {
	log := s.srv.aof
	if !s.srv.logging.Load() {
		return
	}
	words, ok := s.ctx.Logged()
	switch {
	case !ok:
	case words != nil:
		log.Append(s.tx.DB(), words...)
	case raw[0] == '*':
		log.AppendRaw(s.tx.DB(), raw)
	default: // an inline request
		log.Append(s.tx.DB(), s.ctx.Args...)
	}
}

// commit makes everything that a reply may tell of durable as appendfsync demands, before the reply leaves. That includes what others
// wrote and this session read. It reports false when that failed: then nothing may be acknowledged.
func (s *session) commit() bool {
	log := s.srv.aof
	return !s.srv.logging.Load() || log.Flush(log.Appended()) == nil
}

// logRemoval logs a key that expired or was evicted, as a DEL.
func (srv *Server) logRemoval(db int, key []byte, _ storage.Reason) {
	if srv.logging.Load() {
		srv.aof.Append(db, delWord, key)
	}
}

var delWord = []byte("DEL")
