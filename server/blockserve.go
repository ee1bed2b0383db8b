package server

import (
	"bytes"
	"runtime/debug"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/storage/table"
)

// attendant runs handlers on behalf of clients that wait. There is one, under blocking.serving.
type attendant struct {
	*session          // of the client that is being served
	barren   [][]byte // the groups that have found nothing at the key that is being served
}

// serveReady serves those who wait for keys that are ready, until there are none. With wait it does not leave that to others who are at it,
// so that all keys that were ready before have been served when it returns. The gate is held shared, and no shard.
func (srv *Server) serveReady(wait bool) {
	b := &srv.blocking
	for more := true; more; more = b.isQueued() {
		if wait {
			b.serving.Lock()
		} else if !b.serving.TryLock() {
			return // they look at the queue after they have unlocked
		}
		srv.serveQueue()
		wait = false
	}
}

// serveQueue serves until no key is ready, and unlocks blocking.serving.
func (srv *Server) serveQueue() {
	b := &srv.blocking
	defer b.serving.Unlock()
	if b.attendant == nil {
		s := &session{srv: srv}
		s.work = srv.newWork().(*work)
		b.attendant = &attendant{session: s}
	}
	for e := b.pop(); e != nil; e = b.pop() {
		b.attendant.serveKey(e)
		b.done(e)
	}
}

// serveAfter serves after a command if it, or another, has made keys ready.
func (s *session) serveAfter() {
	if s.srv.blocking.isQueued() {
		s.srv.serveReady(s.tx.Dirty() > 0)
		s.tick() // the next command has begun now
	}
}

// serveFirst has those served who wait for a key that the command is about to use: to everybody else a change that makes a key ready and
// what that gives to those who wait are one. The keys are locked, and stay so or are locked again.
func (s *session) serveFirst(cmd *command.Entry) {
	if cmd.Keys == nil && cmd.KeyFinder == nil || cmd.RunsAlone(s.ctx.Args) {
		return
	}
	for s.usesReady(cmd) {
		s.tx.Unlock()
		s.srv.serveReady(true)
		s.lock(cmd)
	}
}

// usesReady reports whether one of the command's keys is ready and has not been served.
func (s *session) usesReady(cmd *command.Entry) bool {
	b := &s.srv.blocking
	other := s.ctx.Other()
	s.found, _ = cmd.FindKeys(s.ctx.Args, s.found[:0])
	for _, k := range s.found {
		key := s.ctx.Args[k.Pos]
		if b.isReady(s.tx.DB(), key) || other >= 0 && b.isReady(other, key) {
			return true
		}
	}
	return false
}

// serveAside is serveReady for goroutines other than sessions. The gate is not held.
func (srv *Server) serveAside() {
	if srv.blocking.ready.Load() == 0 {
		return
	}
	srv.keys.Gate.Enter(evictGate)
	defer srv.keys.Gate.Leave(evictGate)
	if !srv.isBusy() {
		srv.serveReady(true)
	}
}

func (b *blocking) isQueued() bool {
	b.queue.Lock()
	defer b.queue.Unlock()
	return len(b.queue.keys) > 0
}

// pop takes the next ready key to be served; nil: there is none.
func (b *blocking) pop() *waitedKey {
	q := &b.queue
	q.Lock()
	if len(q.keys) == 0 {
		q.Unlock()
		return nil
	}
	e := q.keys[0]
	if q.keys[0] = nil; len(q.keys) == 1 {
		q.keys = q.keys[:0]
	} else {
		q.keys = q.keys[1:]
	}
	q.Unlock()
	e.stripe.mu.Lock()
	e.queued, e.served, e.next = false, true, e.first
	e.stripe.mu.Unlock()
	return e
}

// done ends the service at a key. It may have become ready again meanwhile.
func (b *blocking) done(e *waitedKey) {
	e.stripe.mu.Lock()
	defer e.stripe.mu.Unlock()
	e.served, e.next = false, nil
	if !e.queued {
		b.ready.Add(-1)
		b.tidy(e)
	}
}

// serveKey serves those who wait for e, in order, as long as it holds what they want.
func (s *attendant) serveKey(e *waitedKey) {
	s.barren = s.barren[:0]
	for {
		kind, there := s.look(e)
		w := s.nextAt(e, kind, there)
		if w == nil {
			return
		}
		if s.holdsBack(e, w.cmd) {
			continue
		}
		s.serveClient(w)
	}
}

// look looks up what the key holds; false: nothing.
func (s *attendant) look(e *waitedKey) (table.Kind, bool) {
	s.tick()
	s.tx.NoTouch = true
	if !s.tx.Select(e.id.db) {
		return 0, false
	}
	s.tx.Lock(e.key)
	defer s.tx.Unlock()
	r := s.tx.Look(e.key)
	if r.IsNil() {
		return 0, false
	}
	return r.Kind(), true
}

// nextAt is the next one in the line of e whose handler is to be run while the key holds kind, or nothing; nil: nobody.
func (s *attendant) nextAt(e *waitedKey, kind table.Kind, there bool) *waiter {
	e.stripe.mu.Lock()
	defer e.stripe.mu.Unlock()
	if e.gone == 0 && (!there || e.kinds[kind] == 0) {
		return nil
	}
	for p := e.next; p != nil; p = p.next {
		holds := there && p.w.kind == kind
		if holds && !s.isBarren(p.w.group) || !holds && p.w.gone {
			e.next = p.next
			return p.w
		}
	}
	e.next = nil
	return nil
}

func (s *attendant) isBarren(group []byte) bool {
	if len(group) == 0 {
		return false
	}
	for _, g := range s.barren {
		if bytes.Equal(g, group) {
			return true
		}
	}
	return false
}

// serveClient runs the handler of a client that waits. Either the client has its reply then, or it waits on.
func (s *attendant) serveClient(w *waiter) {
	if !w.c.Claim(&w.Wait) {
		return
	}
	defer s.recoverClient(w)
	s.take(w)
	how, err := client.Answered, s.check(w.cmd)
	if err != nil {
		how = client.Refused
	} else if err = s.perform(); s.ctx.Waits() {
		w.Release(s.srv.clock.Nanos() - s.nanos)
		if len(w.group) > 0 {
			s.barren = append(s.barren, w.group)
		}
		return
	} else if err != nil {
		how = client.Failed
	}
	if err != nil {
		s.w.Reset()
		s.fail(err)
	}
	w.c.Settle(&w.Wait, how, s.reply(), s.written.end, s.srv.clock.Nanos()-s.nanos)
	s.srv.blocking.remove(w)
}

// take makes the session that of the client that waits.
func (s *attendant) take(w *waiter) {
	s.c, s.ctx.Client = w.c, w.c
	s.w.Reset()
	s.w.RESP3 = w.c.Proto.Load() == 3
	if !s.tx.Select(w.db) {
		s.tx.Unselect()
	}
	s.tx.NoTouch = w.c.Has(client.NoTouch)
	s.written, s.mark, s.ran = written{}, 0, 0
	s.tick()
	s.ctx.Reset(w.args, w.cmd)
}

// check looks at the server's conditions as for a command that has just come; a pause is looked at elsewhere.
func (s *attendant) check(cmd *command.Entry) error {
	g := gate(s.srv.gates.Load()&cmd.Gates) &^ (gatePauseAll | gatePauseWrites | gateMonitor)
	if g == 0 && !s.c.Has(client.Restricted) {
		return nil
	}
	_, err := s.pass(cmd, uint32(g))
	return err
}

// perform runs the handler and logs its effect.
func (s *attendant) perform() error {
	cmd := s.ctx.Cmd
	s.lock(cmd)
	defer s.tx.Unlock()
	if s.bounded {
		s.bounded = false
		if err := s.reserve(cmd); err != nil {
			return err
		}
	}
	err := cmd.Run(&s.ctx)
	if s.tx.Ruled() {
		err = s.settle(err)
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

// reply takes what the handler has replied to the client's own session.
func (s *attendant) reply() func(*resp.Writer) {
	b := s.w.B
	if cap(b) > keepOutput {
		s.w.B = make([]byte, 0, startOutput)
	} else {
		b = bytes.Clone(b)
	}
	return func(w *resp.Writer) { w.Raw(b) }
}

// recoverClient ends a client's connection, and nothing else, after a panic in its handler.
func (s *attendant) recoverClient(w *waiter) {
	r := recover()
	if r == nil {
		return
	}
	s.tx.Unlock()
	w.Release(0)
	w.c.Kill()
	s.srv.blocking.remove(w)
	s.srv.log.Error().Str("command", w.cmd.FullName).Int64("client", w.c.ID).Any("panic", r).Bytes("stack", debug.Stack()).
		Msg("a command failed in an unforeseen way; its connection is closed")
	s.work = s.srv.newWork().(*work)
}
