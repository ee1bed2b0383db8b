package server

import (
	"bytes"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/aof"
)

// startBuffer is the size of the input buffer that a session takes when its connection becomes readable. It holds a pipeline of many
// ordinary commands; a longer one is read in several rounds or, when a single request needs it, in a larger buffer.
const startBuffer = 64 << 10

// The output buffer begins small, and is kept for the next user up to a size.
const (
	startOutput = 16 << 10
	keepOutput  = 64 << 10
)

// keepInput is the longest unfinished request that a session waits with outside a buffer: so a client which sends a bit of a request
// and then nothing costs what it sent.
const keepInput = 4 << 10

// work is what a session needs while it has something to do. An idle connection holds none of it.
type work struct {
	in     []byte
	pos, n int // what was received and not yet run: in[pos:n]
	parser resp.Parser
	w      resp.Writer
	mark   int // where in w the reply of the current command begins
	ctx    command.Ctx
	tx     *storage.Tx
	keys   [][]byte
	found  []command.FoundKey
	asks   command.Permission // what is asked of the user's rules

	written written
	group   aof.Group // the unit of the log that a command makes

	bounded bool  // the command must ask for room under max-keys
	shown   bool  // monitors are to see the command
	inGate  bool  // holds the shared gate
	alone   bool  // holds the gate alone
	nanos   int64 // clock.Nanos at the end of the last command
	ran     int64 // commands in this batch
	got     int64 // bytes received in this batch
	start   []byte
}

func (srv *Server) newWork() any {
	k := &work{start: make([]byte, startBuffer), tx: srv.keys.NewTx()}
	k.in = k.start
	k.w.B = make([]byte, 0, startOutput)
	k.ctx = command.Ctx{Tx: k.tx, Reply: &k.w, Srv: &srv.services}
	k.tx.Pause = func() { srv.standAside(k) }
	k.tx.Caller = k
	return k
}

// standAside leaves the shared gate for a moment in the middle of a long walk, so that those who need it alone, and with them everybody
// who comes after them, do not wait for the walk's end.
func (srv *Server) standAside(k *work) {
	if k.inGate {
		who := uint32(k.ctx.Client.ID)
		srv.keys.Gate.Leave(who)
		srv.keys.Gate.Enter(who)
	}
}

// hold gives the session what it needs to work, if it has not got it.
func (s *session) hold() {
	if s.work != nil {
		return
	}
	k := s.srv.works.Get().(*work)
	k.ctx.Client, k.ctx.Session = s.c, s
	k.w.RESP3, k.w.Split = s.c.Proto.Load() == 3, true
	k.tx.Return(s.db, int(s.c.DB.Load()))
	k.tx.NoTouch, k.tx.By = s.c.Has(client.NoTouch), s.c.ID
	s.work = k
	if s.left != nil {
		s.n = copy(s.in, s.left)
		s.left = nil
	}
}

// release gives it back when nothing of the connection is in it but, perhaps, the beginning of a request.
func (s *session) release() {
	if s.work == nil || s.broken || s.unsent || s.n > keepInput || s.w.Len() > 0 {
		return
	}
	if s.n > 0 {
		s.left = bytes.Clone(s.in[:s.n])
		s.n = 0
		s.in = s.start
		s.parser.Reset() // it begins anew with the rest of the request
	}
	k := s.work
	s.work = nil
	s.db = k.tx.Database()
	if cap(k.w.B) > keepOutput {
		k.w.B = make([]byte, 0, startOutput)
	}
	k.ctx.Client, k.ctx.Session = nil, nil
	s.srv.works.Put(k)
}

// room makes space for at least one more byte of input. The buffer grows with what was received, never ahead of it by more than
// its own size, whatever length a request announces.
func (s *session) room() {
	if s.n < len(s.in) {
		return
	}
	size := 2 * len(s.in)
	if need := s.parser.Need(); need > s.n && need < size {
		size = need
	}
	in := make([]byte, size)
	copy(in, s.in[:s.n])
	s.in = in
}

// compact moves what has not been run to the front.
func (s *session) compact() {
	switch {
	case s.pos == s.n:
		s.n = 0
		if len(s.in) > startBuffer {
			s.in = s.start
			s.parser.Reset() // its arguments are views of the large buffer
			s.ctx.Forget()   // and so is what was logged
			s.keys, s.found = nil, nil
		}
	case s.pos > 0:
		s.n = copy(s.in, s.in[s.pos:s.n])
	}
	s.pos = 0
}
