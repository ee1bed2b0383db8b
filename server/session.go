package server

import (
	"crypto/tls"
	"errors"
	"net"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/reactor"
	"redstart/storage"
)

// session is one connection. It belongs to one goroutine at a time, except where a field says otherwise: to the one that gives it its turn,
// or to its own, where no reactor serves it.
type session struct {
	srv  *Server
	c    *client.Client
	conn net.Conn
	sock *reactor.Socket // conn, when a reactor waits for it; nil: a goroutine does
	*work

	sent    int64        // c.Outgo when it was last counted
	closing bool         // no further request is run
	broken  bool         // a handler panicked: what the session works with is not used again
	linger  bool         // the peer may still be sending: it must get the last reply all the same
	woken   bool         // the wait for input was ended by wake; plain.go's
	holds   bool         // what others post waits for the replies of the batch
	unsent  bool         // replies wait for the end of the reactor's round
	told    int64        // the log's offset up to which they may tell of
	due     int64        // the offset up to which the replies that are being sent may tell of; 0: all that is appended by now
	left    []byte       // the beginning of a request, while there is no work
	multi   *transaction // nil: none
	watched []keyID      // for the next transaction
	db      *storage.DB  // what c.DB was when there was work last; nil: nothing yet
	first   [1]byte

	poked atomic.Bool  // wake was called and the session has not looked yet; anybody's, for plain.go
	soft  atomic.Int64 // clock.Nanos since when the output exceeds its soft limit; 0: it does not; anybody's
}

// flushAt is how many bytes of replies gather before they are sent in the middle of a batch.
const flushAt = 64 << 10

func (srv *Server) newSession(conn net.Conn) *session {
	s := &session{srv: srv, conn: conn}
	if sock, ok := srv.reactors.Adopt(conn); ok {
		s.sock, s.conn = sock, sock
	}
	s.c = client.New(s.conn, srv.clock.Milli(), s.wake)
	s.c.FD = descriptor(s.conn)
	s.c.Out.Limit = s.withinOutputLimit
	return s
}

// descriptor is the number of a connection's socket, below TLS if there is any; -1: it has none.
func descriptor(conn net.Conn) (n int) {
	n = -1
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	switch conn := conn.(type) {
	case *reactor.Socket:
		n = conn.FD()
	case syscall.Conn:
		if raw, err := conn.SyscallConn(); err == nil {
			raw.Control(func(fd uintptr) { n = int(fd) })
		}
	}
	return n
}

// wake makes the session look at its state, from any goroutine. The state must have been changed before.
func (s *session) wake() {
	if s.sock != nil {
		s.sock.Wake()
		return
	}
	s.poked.Store(true)
	s.conn.SetReadDeadline(longAgo)
}

// live serves the connection until it ends, or begins to, where a reactor does the rest.
func (s *session) live() {
	if s.sock == nil {
		s.plain()
		s.finish()
		return
	}
	if err := s.sock.Start(s); err != nil {
		s.srv.log.Warn().Err(err).Int64("client", s.c.ID).Msg("a connection cannot be waited for")
		s.finish()
		return
	}
	if s.c.Has(client.CloseNow) { // it came before there was somebody to wake
		s.wake()
	}
}

// armWait sees to it that the session is woken when what the client waits for has taken long enough.
func (s *session) armWait() {
	w := s.c.Waiting()
	switch {
	case w == nil || w.Deadline == 0:
	case s.sock != nil:
		s.sock.Alarm(time.Until(s.srv.clock.Time(w.Deadline)))
	default:
		s.arm(s.srv.clock.Time(w.Deadline))
	}
}

// received runs what has come: n more bytes stand at the end of the buffer. more says that the caller reads on at once: then the
// replies may wait for those to what it reads. It reports false when the connection is to be closed.
func (s *session) received(n int, more bool) bool {
	s.n += n
	s.got += int64(n)
	if !more || s.c.Waiting() != nil {
		return s.step()
	}
	s.run()
	if s.closing || s.c.Waiting() != nil || s.w.Len() >= flushAt || s.c.Has(client.CloseNow) {
		return s.send()
	}
	return s.withinQueryLimit()
}

// step runs what it can of the buffer and sends the replies. It reports false when the connection is to be closed.
func (s *session) step() bool {
	if s.c.Waiting() != nil && !s.resume() {
		s.armWait()
		s.account()
		return s.withinQueryLimit()
	}
	s.run()
	return s.reply()
}

// reply sends the replies, or has that done at the end of the reactor's round, together with what must be done before.
func (s *session) reply() bool {
	if s.sock == nil || s.closing || !s.mustCommit() {
		return s.send()
	}
	if !s.withinQueryLimit() {
		s.closing = true
		return s.send()
	}
	s.unsent, s.told = true, s.srv.aof.Appended()
	return true
}

// send sends the replies that have gathered. It reports false when the connection is to be closed.
func (s *session) send() bool {
	ok := s.flush() && !s.closing && !s.c.Has(client.CloseNow)
	s.account()
	if ok && s.c.Waiting() != nil {
		s.armWait()
	}
	return ok && s.withinQueryLimit()
}

// run runs the whole requests in the buffer.
func (s *session) run() {
	defer s.recover()
	if s.c.Any(client.PubSub | client.Tracking | client.CloseNow) {
		if s.c.Has(client.CloseNow) { // it was ended, or its user deleted, before these requests came
			s.closing = true
			return
		}
		s.Listen()
	}
	s.enter()
	for s.pos < s.n && !s.closing {
		used, err := s.parser.Next(s.in[s.pos:s.n], s.limits())
		if err != nil {
			s.protocolError(err)
			break
		}
		if used == 0 {
			break
		}
		if len(s.parser.Args) > 0 && !s.dispatch(s.in[s.pos:s.pos+used]) {
			break // the command waits: it is run again
		}
		s.pos += used
		if s.ctx.Waits() {
			break
		}
		if s.w.Len() >= flushAt {
			s.leave()
			if !s.flush() {
				s.closing = true
				break
			}
			s.enter()
		}
	}
	s.srv.track.Broadcast()
	s.leave()
	s.srv.grow()
	s.compact()
}

// enter takes the shared gate and reads the clock.
func (s *session) enter() {
	s.srv.keys.Gate.Enter(uint32(s.c.ID))
	s.inGate = true
	s.findStore()
	s.tick()
}

// findStore notes whether the client's store was dropped while the gate was not held: its commands are refused then.
func (s *session) findStore() {
	if s.tx.Closed() {
		s.c.Set(client.StoreGone, true)
	}
}

// tick reads the clock for the next command.
func (s *session) tick() {
	s.nanos = s.srv.clock.Nanos()
	s.tx.SetNow(s.srv.clock.MilliAt(s.nanos))
}

// leave gives the shared gate back.
func (s *session) leave() {
	if s.inGate {
		s.inGate = false
		s.srv.keys.Gate.Leave(uint32(s.c.ID))
	}
}

// recover ends the connection, and nothing else, after a panic in a handler. Its reply, which may be half written, is dropped; those
// of the commands before it are sent.
func (s *session) recover() {
	r := recover()
	if r == nil {
		return
	}
	name := "?"
	if s.ctx.Cmd != nil {
		name = s.ctx.Cmd.FullName
	}
	s.tx.Unlock()
	if s.alone {
		s.alone = false
		s.srv.keys.Gate.Unlock()
	}
	s.leave()
	s.w.Truncate(min(s.mark, s.w.Len()))
	s.closing, s.broken = true, true
	s.srv.log.Error().Str("command", name).Int64("client", s.c.ID).Any("panic", r).Bytes("stack", debug.Stack()).
		Msg("a command failed in an unforeseen way; its connection is closed")
}

// protocolError answers bytes that are no request and ends the connection.
func (s *session) protocolError(err error) {
	var p *resp.ProtocolError
	if errors.As(err, &p) {
		s.w.Error(p.Error())
		s.srv.stats.Error("ERR")
	}
	s.closing, s.linger = true, true
	s.pos = s.n
}

// limits are the bounds on the next request: tight ones before authentication.
func (s *session) limits() *resp.Limits {
	if s.isStranger() {
		return s.srv.limitsBeforeAuth.Load()
	}
	return s.srv.limits.Load()
}

// isStranger reports whether the client must still give a password.
func (s *session) isStranger() bool { return !s.c.Has(client.Authenticated) && s.srv.NeedsPassword() }

// account adds what was done since the last time to the counters that others read; of the output it is what was sent by then.
func (s *session) account() {
	if s.ran > 0 || s.got > 0 {
		out := s.c.Outgo.Load()
		s.srv.stats.Batch(uint32(s.c.ID), s.ran, s.got, out-s.sent)
		s.sent = out
		s.c.In.Add(s.got)
		s.c.LastActive.Store(s.tx.Now())
		if s.ran > 0 {
			s.c.Commands.Add(s.ran)
			var name *string
			if s.ctx.Cmd != nil {
				name = &s.ctx.Cmd.FullName
			}
			s.c.LastCmd.Store(name)
		}
		s.ran, s.got = 0, 0
	}
	if left := int64(s.n - s.pos); left != s.c.QueryLen.Load() {
		s.c.QueryLen.Store(left)
	}
}

// finish takes the session out of the server and closes its connection.
func (s *session) finish() {
	defer s.srv.sessions.done()
	s.c.Abandon()
	s.Unwatch()
	s.srv.pubsub.Drop(s.c)
	s.srv.track.Stop(s.c)
	if !s.c.Has(client.CloseNow) {
		s.lastWords()
	}
	s.c.Out.Abort()
	if s.work != nil && !s.broken { // what is written and counted must not stay in it
		s.unsent = false
		s.commit()
		s.account()
	}
	if out := s.c.Outgo.Load(); out > s.sent {
		s.srv.stats.Batch(uint32(s.c.ID), 0, 0, out-s.sent)
	}
	s.srv.clients.Remove(s.c)
	if s.linger && !s.c.Has(client.CloseNow) {
		s.absorb()
	}
	s.conn.Close()
	if s.work != nil {
		s.n, s.pos = 0, 0
		s.w.Reset()
		s.parser.Reset()
		s.in = s.start
		s.release()
	}
}
