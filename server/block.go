package server

import (
	"bytes"
	"sync"

	"redstart/server/client"
	"redstart/server/command"
	"redstart/storage/table"
)

// Blocked clients. A handler that finds nothing calls Ctx.Block while its keys are locked: its client gets a place behind the others at
// each of the keys (blockkeys.go). Whoever changes such a key marks it as ready, under the key's lock; after the command the session
// that ran it serves those who wait (blockserve.go), and until that is done no other command gets at the key. DESIGN.md tells more.

// waiter is a client that waits for keys.
type waiter struct {
	client.Wait
	c     *client.Client
	cmd   *command.Entry
	db    int
	args  [][]byte // what the handler is run with again
	kind  table.Kind
	gone  bool
	group []byte

	mu   sync.Mutex // of the places; a stripe's lock is taken inside it
	at   []place    // one for each key; not moved once the client has them
	over bool       // it gets no places any more
}

// Block makes the client of c wait, see command.Ctx.Block. The command's keys are locked.
func (srv *Server) Block(c *command.Ctx, b *command.Block) {
	if c.Client.Waiting() != nil {
		return // it is run again on behalf of a client that waits already, and finds nothing
	}
	w := &waiter{
		Wait:  client.Wait{Deadline: b.Deadline, Timeout: b.Timeout},
		c:     c.Client,
		cmd:   c.Cmd,
		db:    c.Tx.DB(),
		kind:  b.Kind,
		gone:  b.Gone,
		group: bytes.Clone(b.Group),
	}
	words := cloneWords(c.Args)
	if w.args = words; b.Args != nil {
		w.args = cloneWords(b.Args)
	}
	w.Cancel = func() { srv.blocking.remove(w) }
	w.c.Block(&w.Wait, srv.books(c, words))
	srv.blocking.add(w, b.Keys)
}

// Await makes the client of c wait, see command.Ctx.Await.
func (srv *Server) Await(c *command.Ctx, w *client.Wait) {
	c.Client.Block(w, srv.books(c, cloneWords(c.Args)))
}

// cloneWords copies words into memory of their own.
func cloneWords(words [][]byte) [][]byte {
	size := 0
	for _, w := range words {
		size += len(w)
	}
	b := make([]byte, 0, size)
	out := make([][]byte, len(words))
	for i, w := range words {
		begin := len(b)
		b = append(b, w...)
		out[i] = b[begin:len(b):len(b)]
	}
	return out
}

// books is what counts the call of a command that waits when it is over, as any other call is counted at its end. words are its words.
func (srv *Server) books(c *command.Ctx, words [][]byte) func(client.End, int64) {
	k, cmd := c.Client, c.Cmd
	return func(how client.End, ns int64) {
		if how == client.Refused {
			cmd.Stats.Reject()
			return
		}
		if how == client.Unblocked {
			srv.stats.Error("UNBLOCKED")
		}
		srv.stats.Call(uint32(k.ID))
		k.Commands.Add(1)
		cmd.Stats.Add(uint32(k.ID), ns, how != client.Answered)
		if ns >= srv.slow.Load() {
			srv.slowCall(k, cmd, words, ns)
		}
	}
}

// parked keeps the books of a call whose client waits: it is counted when the wait is over.
func (s *session) parked(cmd *command.Entry) {
	now := s.srv.clock.Nanos()
	if w := s.c.Waiting(); w != nil {
		w.Spent(now - s.nanos)
	}
	s.nanos = now
	s.tx.SetNow(s.srv.clock.MilliAt(now))
	s.ran--
	s.c.LastCmd.Store(&cmd.FullName)
}

// resume writes the reply of a wait that is over. It reports false while it is not.
func (s *session) resume() bool {
	retry, mark := s.c.Waiting().Retry, s.w.Len()
	logged, over := s.c.Resume(s.srv.clock.Nanos(), &s.w)
	if !over {
		return false
	}
	if s.written.end != 0 {
		s.written.ran = -1 // the reply stands behind one that retract would take back
	}
	if logged != 0 {
		if s.written.end == 0 {
			s.written.mark, s.written.ran = mark, s.ran
		}
		s.written.end = max(s.written.end, logged)
	}
	if !retry && s.c.Any(specialReply) {
		s.special(mark)
	}
	return true
}
