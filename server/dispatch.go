package server

import (
	"redstart/server/client"
	"redstart/server/command"
)

// dispatch takes one request through lookup, gates, locks, handler and log. raw is the request as it came. It reports false when the
// request must be run again later, because the client has been paused.
func (s *session) dispatch(raw []byte) bool {
	args := s.parser.Args
	cmd, err := s.srv.resolve(args)
	s.ctx.Reset(args, cmd)
	mark := s.w.Len()
	s.mark = mark
	if err == nil {
		mask := cmd.Gates
		if s.multi != nil {
			mask = gatesOf(s.flagsOf(cmd)) | cmd.Gates&uint32(gateCluster)
		}
		if g := s.srv.gates.Load() & mask; g != 0 || !s.c.Only(unlimited, client.Authenticated) {
			var wait bool
			if wait, err = s.pass(cmd, g); wait {
				return false
			}
		}
	}
	s.ran++
	if s.multi != nil && s.enqueue(cmd, err) {
		if s.c.Any(specialReply) {
			s.special(mark)
		}
		return true
	}
	if cmd == nil && !s.c.Has(client.HTTP) && s.isHTTP(args) {
		return true
	}
	if err != nil {
		s.reject(cmd, err)
	} else {
		s.execute(cmd, raw, mark)
	}
	if s.c.Any(specialReply) && !s.ctx.Waits() {
		s.special(mark)
	}
	return true
}

// unlimited are the states that say whether a client may run most commands: it must be authenticated, neither limited nor restricted, and
// its store be there.
const unlimited = client.Authenticated | client.Limited | client.Restricted | client.StoreGone

// specialReply are the states in which special has something to do.
const specialReply = client.ReplyOff | client.ReplySkip | client.ReplySkipNext | client.CloseAfterReply | client.PubSub |
	client.Tracking

// special drops the reply, which begins at mark, of a client that wants none, ends a connection that has had its last one, and puts
// messages that have come behind the reply.
func (s *session) special(mark int) {
	if s.c.Any(client.ReplyOff | client.ReplySkip) {
		if !s.ctx.Pushes() {
			s.w.Truncate(mark)
		}
		s.c.Set(client.ReplySkip, false)
	}
	if s.c.Has(client.ReplySkipNext) {
		s.c.Set(client.ReplySkipNext, false)
		s.c.Set(client.ReplySkip, true)
	}
	if s.c.Has(client.CloseAfterReply) {
		s.closing = true
	}
	if s.c.Has(client.Caching) && s.multi == nil && !ofClient(s.ctx.Cmd) {
		s.c.Set(client.Caching, false)
	}
	if s.holds {
		s.Overhear()
	}
}

// resolve finds the command or subcommand of a request and checks its number of words.
func (srv *Server) resolve(args [][]byte) (*command.Entry, error) {
	return resolveIn(srv.table.Lookup(args[0]), args)
}

// resolveIn does it when the command, or the container, is known; nil: there is none.
func resolveIn(cmd *command.Entry, args [][]byte) (*command.Entry, error) {
	if cmd == nil {
		return nil, command.ErrUnknown(args)
	}
	if cmd.Subs != nil && len(args) > 1 {
		sub := cmd.Sub(args[1])
		if sub == nil {
			return nil, command.ErrUnknownSub(cmd.FullName, args[1])
		}
		cmd = sub
	}
	if n := cmd.Arity; n > 0 && len(args) != n || len(args) < -n || cmd.Run == nil {
		return cmd, command.ErrArity(cmd.FullName)
	}
	return cmd, nil
}

// execute runs the handler with its keys locked, logs the effect and counts the call.
func (s *session) execute(cmd *command.Entry, raw []byte, mark int) {
	alone := cmd.RunsAlone(s.ctx.Args)
	if alone || cmd.Flags&command.NoGate != 0 {
		s.leave()
		if alone {
			s.srv.keys.Gate.Lock()
			if s.srv.isBusy() {
				s.srv.keys.Gate.Unlock()
				s.enterAgain()
				s.reject(cmd, s.srv.busy())
				return
			}
			if s.isStranded(cmd) { // in the moment without the gate
				s.srv.keys.Gate.Unlock()
				s.enterAgain()
				s.reject(cmd, command.ErrStoreDropped)
				return
			}
			s.alone = true
		}
	}
	s.lock(cmd)
	if s.srv.blocking.ready.Load() != 0 {
		s.serveFirst(cmd)
	}
	var err error
	if s.bounded {
		s.bounded = false
		err = s.reserve(cmd)
	}
	if err == nil {
		err = cmd.Run(&s.ctx)
	}
	if s.tx.Ruled() {
		err = s.settle(err)
	}
	if s.c.Has(client.Tracking) {
		s.noteRead(cmd)
	}
	if s.tx.Dirty() > 0 {
		s.propagate(raw)
	}
	s.tx.Unlock()
	if alone {
		s.alone = false
		s.srv.keys.Gate.Unlock()
	}
	if !s.inGate {
		s.enterAgain()
	}
	if s.tx.Added() {
		s.tx.Enforce()
	}
	if err != nil {
		s.w.Truncate(mark)
		s.fail(err)
	}
	if s.ctx.Waits() {
		s.parked(cmd)
	} else {
		s.count(cmd, err != nil)
	}
	if s.shown {
		s.shown = false
		s.feedMonitors(cmd)
	}
	if s.srv.blocking.ready.Load() != 0 {
		s.serveAfter()
	}
}

// enterAgain takes the shared gate back after a command that ran without it.
func (s *session) enterAgain() {
	s.srv.keys.Gate.Enter(uint32(s.c.ID))
	s.inGate = true
	s.findStore()
}

// count keeps the books of a call that has ended and makes its end the next one's begin.
func (s *session) count(cmd *command.Entry, failed bool) {
	now := s.srv.clock.Nanos()
	took := now - s.nanos
	s.nanos = now
	s.tx.SetNow(s.srv.clock.MilliAt(now))
	cmd.Stats.Add(uint32(s.c.ID), took, failed)
	if took >= s.srv.slow.Load() {
		s.srv.slowCall(s.c, cmd, s.ctx.Args, took)
	}
}

// reject answers a request that was refused before it ran.
func (s *session) reject(cmd *command.Entry, err error) {
	if cmd != nil {
		cmd.Stats.Reject()
	}
	if isExec(cmd) {
		s.endMulti()
		if err != command.ErrCrossSlot {
			err = command.ErrExecRefused(err)
		}
	}
	s.fail(err)
}

// fail writes an error reply and counts it.
func (s *session) fail(err error) {
	e := command.AsError(err)
	s.w.Error(string(e))
	if _, counted := err.(command.Counted); !counted {
		s.srv.stats.Error(e.Code())
	}
}
