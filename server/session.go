package server

import (
	"errors"
	"io"
	"net"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/storage"
)

// session is one connection at work: its buffers, its parser and the Ctx that its commands run in. It belongs to one goroutine.
type session struct {
	srv  *Server
	c    *client.Client
	conn net.Conn
	fd   int // the descriptor, inside the readiness callback of the raw loop; otherwise -1

	buf    *buffers // held while there is something in them
	in     []byte
	pos, n int // what was received and not yet run: in[pos:n]
	parser resp.Parser
	w      resp.Writer
	ctx    command.Ctx
	tx     *storage.Tx
	keys   [][]byte
	found  []command.FoundKey

	inGate  bool  // holds the shared gate
	closing bool  // no further request is run
	nanos   int64 // clock.Nanos at the end of the last command
	ran     int64 // commands in this batch
	got     int64 // bytes received in this batch
	sent    int64 // c.Outgo at the end of the last batch

	woken bool        // the wait for input was ended by wake
	fin   atomic.Bool // the peer has closed its sending side: only a read tells what is left
}

// flushAt is how many bytes of replies gather before they are sent in the middle of a batch.
const flushAt = 64 << 10

func (srv *Server) newSession(conn net.Conn) *session {
	s := &session{srv: srv, conn: conn, fd: -1, tx: srv.keys.NewTx()}
	s.c = client.New(conn, srv.clock.Milli(), s.wake)
	s.c.Out.Limit = s.withinOutputLimit
	s.ctx = command.Ctx{Tx: s.tx, Reply: &s.w, Client: s.c, Srv: &srv.services}
	return s
}

// wake makes the session look at its state, from any goroutine: it ends the wait for input by a deadline that has passed.
func (s *session) wake() { s.conn.SetReadDeadline(time.Unix(1, 0)) }

// arm sets the deadline of the next wait for input and reports false when the session was woken meanwhile. Whoever wakes a session
// first changes its state and then the deadline, so a wake between the two lines is not lost.
func (s *session) arm() {
	var at time.Time
	if w := s.c.Waiting(); w != nil && w.Deadline != 0 {
		at = time.Now().Add(time.Duration(w.Deadline - s.srv.clock.Nanos()))
	}
	s.conn.SetReadDeadline(at)
}

// received runs what has come: n more bytes stand at the end of the buffer. It reports false when the connection is to be closed.
func (s *session) received(n int) bool {
	s.n += n
	s.got += int64(n)
	return s.step()
}

// step runs what it can of the buffer and sends the replies. It reports false when the connection is to be closed.
func (s *session) step() bool {
	if w := s.c.Waiting(); w != nil && !s.resume(false) {
		return s.withinQueryLimit()
	}
	s.run()
	ok := s.flush() && !s.closing && !s.c.Has(client.CloseNow)
	s.account()
	return ok && s.withinQueryLimit()
}

// resume ends the client's wait if it is over and reports whether it is.
func (s *session) resume(gone bool) bool {
	s.hold()
	w := s.c.Resume(s.srv.clock.Nanos(), gone, &s.w)
	return w != nil
}

// run runs the whole requests in the buffer.
func (s *session) run() {
	defer s.recover()
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
		if s.c.Has(client.Blocked) {
			break
		}
		if len(s.w.B) >= flushAt {
			s.leave()
			if !s.flush() {
				s.closing = true
				break
			}
			s.enter()
		}
	}
	s.leave()
	s.compact()
}

// enter takes the shared gate and reads the clock.
func (s *session) enter() {
	s.srv.keys.Gate.Enter(uint32(s.c.ID))
	s.inGate = true
	s.tick()
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

// recover ends the connection, and nothing else, after a panic in a handler.
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
	s.leave()
	s.closing = true
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
	s.closing = true
	s.pos = s.n
}

// limits are the bounds on the next request: tight ones before authentication.
func (s *session) limits() *resp.Limits {
	if s.c.Has(client.Authenticated) {
		return s.srv.limits.Load()
	}
	return s.srv.limitsBeforeAuth.Load()
}

// account adds the batch to the counters that others read.
func (s *session) account() {
	if s.ran > 0 || s.got > 0 {
		out := s.c.Outgo.Load()
		s.srv.stats.Batch(uint32(s.c.ID), s.ran, s.got, out-s.sent)
		s.sent = out
		s.c.In.Add(s.got)
		s.c.Commands.Add(s.ran)
		s.c.LastActive.Store(s.tx.Now())
		if s.ctx.Cmd != nil {
			s.c.LastCmd.Store(&s.ctx.Cmd.FullName)
		}
		s.ran, s.got = 0, 0
	}
	if left := int64(s.n - s.pos); left != s.c.QueryLen.Load() {
		s.c.QueryLen.Store(left)
	}
}

// plain is the read loop over net.Conn: for TLS and for systems without the raw one.
func (s *session) plain() {
	for {
		s.hold()
		s.room()
		n, err := s.conn.Read(s.in[s.n:])
		if n > 0 && !s.received(n) {
			return
		}
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded):
			s.arm()
			if s.c.Has(client.CloseNow) || !s.step() {
				return
			}
		default:
			if !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
				s.srv.log.Debug().Err(err).Int64("client", s.c.ID).Msg("reading from client")
			}
			return
		}
	}
}

// finish takes the session out of the server.
func (s *session) finish() {
	if s.c.Waiting() != nil {
		s.resume(true)
	}
	if !s.c.Has(client.CloseNow) {
		s.lastWords()
	}
	s.c.Out.Abort()
	s.srv.clients.Remove(s.c)
}
