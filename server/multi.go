package server

import (
	"redstart/server/client"
	"redstart/server/command"
)

// transaction is what a client has sent since MULTI.
type transaction struct {
	calls  []call
	words  [][]byte      // of all calls
	arena  []byte        // of words
	flags  command.Flags // of all of them
	failed bool          // one of the commands could not be queued
	bytes  int64         // of memory that they take
	oom    bool          // there was no memory when EXEC began
	db     int           // that will be selected behind the last of them
}

// keep copies the words of a command into memory of the transaction's.
func (m *transaction) keep(args [][]byte) [][]byte {
	first := len(m.words)
	for _, a := range args {
		at := len(m.arena)
		m.arena = append(m.arena, a...)
		m.words = append(m.words, m.arena[at:len(m.arena):len(m.arena)])
	}
	return m.words[first:len(m.words):len(m.words)]
}

// keepCalls and keepQueued are the calls and bytes of words whose memory is kept for another transaction.
const (
	keepCalls  = 128
	keepQueued = 16 << 10
)

// forget empties the transaction for another one. It reports false when it has become too large to be kept.
func (m *transaction) forget() bool {
	clear(m.calls)
	clear(m.words)
	*m = transaction{calls: m.calls[:0], words: m.words[:0], arena: m.arena[:0]}
	return cap(m.calls) <= keepCalls && cap(m.words) <= 8*keepCalls && cap(m.arena) <= keepQueued
}

// call is a command with its words, in memory of the transaction's.
type call struct {
	cmd  *command.Entry
	args [][]byte
}

// What a queued command and each of its words take beside the word's bytes: a call and a slice's header.
const (
	callBytes = 32
	wordBytes = 24
)

// enqueue is dispatch inside a transaction: the request is kept, or refused with err. It reports false for what runs at once.
func (s *session) enqueue(cmd *command.Entry, err error) bool {
	switch {
	case err != nil && isExec(cmd):
		s.reject(cmd, err)
		return true
	case err == nil && cmd.Immediate:
		return false
	case err == nil && cmd.Flags&command.NoMulti != 0:
		err = command.ErrNotInMulti
	}
	m := s.multi
	if err != nil {
		m.failed = true
		s.reject(cmd, err)
		return true
	}
	m.calls = append(m.calls, call{cmd, m.keep(s.ctx.Args)})
	m.flags |= s.flagsOf(cmd)
	if cmd.FullName == "select" {
		m.db = s.srv.database(s.ctx.Args[1], m.db)
	}
	m.bytes += callBytes
	for _, a := range s.ctx.Args {
		m.bytes += wordBytes + int64(len(a))
	}
	s.c.Queued.Store(int32(len(m.calls)))
	s.c.QueuedLen.Store(m.bytes)
	s.w.Simple("QUEUED")
	return true
}

func isExec(cmd *command.Entry) bool { return cmd != nil && cmd.FullName == "exec" }

// flagsOf is the flags by which a command goes through the gates: EXEC's are those of what it runs, too.
func (s *session) flagsOf(cmd *command.Entry) command.Flags {
	switch {
	case cmd.CallFlags != nil:
		return cmd.CallFlags(&s.ctx)
	case s.multi != nil && isExec(cmd):
		return cmd.Flags | s.multi.flags
	}
	return cmd.Flags
}

// Multi begins a transaction.
func (s *session) Multi() error {
	if s.multi != nil {
		return command.ErrNestedMulti
	}
	s.multi, _ = s.srv.transactions.Get().(*transaction)
	if s.multi == nil {
		s.multi = &transaction{}
	}
	s.multi.db = s.tx.DB()
	s.c.Queued.Store(0)
	return nil
}

// Discard ends the transaction, and the watch over keys with it.
func (s *session) Discard() error {
	if s.multi == nil {
		return command.ErrNoMulti
	}
	s.endMulti()
	return nil
}

// endMulti forgets the transaction, if there is one, and the watched keys.
func (s *session) endMulti() {
	if m := s.multi; m != nil && m.forget() {
		s.srv.transactions.Put(m)
	}
	s.multi = nil
	s.c.Queued.Store(client.NotQueuing)
	s.c.QueuedLen.Store(0)
	s.Unwatch()
}

// Exec runs the transaction and replies with all its replies. The gate is held alone, by execute.
func (s *session) Exec() error {
	m := s.multi
	if m == nil {
		return command.ErrExecNoMulti
	}
	defer s.endMulti()
	if m.failed {
		return command.ErrExecAborted
	}
	if s.watchFailed() {
		s.w.NullArray()
		return nil
	}
	m.oom = s.outOfMemory()
	s.w.Array(len(m.calls))
	s.unit(func() {
		for i := range m.calls {
			c := &m.calls[i]
			err := s.permitQueued(c)
			if s.isStranded(c.cmd) { // by a command in front of this one
				err = command.ErrStoreDropped
			}
			if err != nil {
				s.fail(err)
				continue
			}
			mark, last := s.w.Len(), s.c.Has(client.CloseAfterReply)
			s.call(c.cmd, c.args)
			if last { // it has closed its own connection, and gets no more
				s.w.Truncate(mark)
			}
		}
	})
	return nil
}

// unit runs f, which calls commands, as one: nothing happens between them, their effects are one unit of the log, and time stands still.
// The gate is held alone. A unit within another is part of it.
func (s *session) unit(f func()) {
	cmd, args, began, noWait := s.ctx.Cmd, s.ctx.Args, s.nanos, s.ctx.NoWait
	outermost := s.srv.effects == nil
	s.ctx.NoWait = true
	if outermost {
		s.srv.gather()
	}
	defer func() {
		if outermost {
			s.endUnit()
		}
		s.ctx.NoWait = noWait
		s.ctx.Reset(args, cmd)
		s.tx.Begin(true)
		s.nanos = began
	}()
	f()
}

// gather begins the effects of a unit, in the memory of the one before.
func (srv *Server) gather() {
	srv.unitLog.Reset()
	srv.effects = &srv.unitLog
}

// endUnit logs what the commands of a unit have changed.
func (s *session) endUnit() {
	g := s.srv.effects
	s.srv.effects = nil
	if g == nil || g.Len() == 0 || !s.srv.logging.Load() {
		return
	}
	s.logged(s.srv.aof.AppendGroup(g))
}

// call runs one command of a unit, which has begun at s.nanos, and reports whether it failed.
func (s *session) call(cmd *command.Entry, args [][]byte) (failed bool) {
	mark, now := s.w.Len(), s.tx.Now()
	s.ctx.Reset(args, cmd)
	err := s.runInUnit(cmd)
	if err != nil {
		s.w.Truncate(mark)
		s.fail(err)
	}
	s.count(cmd, err != nil)
	s.tx.SetNow(now)
	s.ran++
	if s.srv.clients.Monitored() && cmd.Flags&(command.SkipMonitor|command.Admin) == 0 {
		s.feedMonitors(cmd)
	}
	return err != nil
}

// runInUnit runs the handler of a command of a unit and keeps its effect. A command that wants the gate for itself gets it: what was
// done before is logged then, and others may run while it does.
func (s *session) runInUnit(cmd *command.Entry) error {
	if cmd.Flags&command.NoGate != 0 {
		s.endUnit()
		s.alone = false
		s.srv.keys.Gate.Unlock()
		defer func() {
			s.srv.lockAlone()
			s.alone = true
			s.srv.gather()
		}()
	}
	s.tx.Begin(true)
	defer s.tx.Unlock()
	if s.srv.bound.Load().reject && (cmd.Flags&command.DenyOOM != 0 || cmd.OtherDB != nil) {
		if err := s.reserve(cmd); err != nil {
			return err
		}
	}
	err := cmd.Run(&s.ctx)
	if s.tx.Ruled() {
		err = s.settle(err)
	}
	if s.c.Has(client.Tracking) {
		s.noteRead(cmd)
	}
	if s.tx.Dirty() > 0 {
		s.propagate(nil)
	}
	s.tx.Unlock()
	if s.tx.Added() {
		s.tx.Enforce()
	}
	return err
}
