package server

import (
	"net"
	"time"

	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/web"
)

// caller is a client whose commands are calls, not bytes of a socket: a session that runs in the goroutine of who calls. Its requests
// take the same way as all others, through dispatch; nothing that it runs waits, but for the end of a pause.
type caller struct {
	session
	peer   *web.Peer
	roused chan struct{} // wake was called

	stateful bool // commands may change the client's state
}

// remote is a connection that somebody else reads and writes.
type remote struct{ *web.Peer }

func (remote) Read([]byte) (int, error)         { return 0, net.ErrClosed }
func (remote) Close() error                     { return nil }
func (r remote) LocalAddr() net.Addr            { return r.Local }
func (r remote) RemoteAddr() net.Addr           { return r.Remote }
func (remote) SetDeadline(time.Time) error      { return nil }
func (remote) SetReadDeadline(time.Time) error  { return nil }
func (remote) SetWriteDeadline(time.Time) error { return nil }

func (r remote) Write(b []byte) (int, error) {
	if r.Out == nil {
		return 0, net.ErrClosed
	}
	return r.Out.Write(b)
}

// Join makes a client of p, as web.Host has it.
func (srv *Server) Join(p *web.Peer) (web.Conn, error) {
	if !srv.sessions.add() {
		return nil, web.ErrClosing
	}
	k := &caller{session: session{srv: srv, conn: remote{p}}, peer: p, roused: make(chan struct{}, 1), stateful: p.Out != nil}
	k.c = client.New(k.conn, srv.clock.Milli(), k.wake)
	k.c.Out.Limit = k.withinOutputLimit
	k.c.Set(client.HTTP, true)
	k.c.Set(client.TLS, p.TLS)
	srv.acl.BecomeDefault(k.c)
	if !srv.clients.Add(k.c, int(srv.cfg.Int(config.MaxClients))) {
		srv.stats.Rejected.Add(1)
		srv.sessions.done()
		return nil, web.ErrTooMany
	}
	if srv.protects(k.conn, 0) {
		srv.stats.Rejected.Add(1)
		k.Close()
		return nil, web.ErrProtected
	}
	srv.stats.Connections.Add(1)
	return k, nil
}

// wake makes the caller look at its state, from any goroutine.
func (k *caller) wake() {
	if k.c.Has(client.CloseNow) { // before it can be answered
		k.peer.Kill()
	}
	select {
	case k.roused <- struct{}{}:
	default:
	}
}

// Reset makes the client nobody. It reports false when it has come to its end.
func (k *caller) Reset() bool {
	k.c.Set(client.Authenticated, false)
	k.giveUp()
	k.c.DB.Store(0)
	k.db = nil
	k.c.Set(client.StoreGone, false)
	return !k.closing
}

// giveUp gives back what commands are run with.
func (k *caller) giveUp() {
	if k.work == nil || k.broken {
		k.work = nil
		return
	}
	k.w.Reset()
	k.ctx.NoWait = false
	k.ctx.Args = nil
	k.release()
}

// take makes the caller ready to run commands: it gets what they are run with, and the replies of those before go.
func (k *caller) take() {
	if k.broken {
		k.giveUp()
	}
	k.hold()
	k.ctx.NoWait = true
	k.w.Reset()
	k.mark = 0
}

// Close ends the client.
func (k *caller) Close() {
	defer k.srv.sessions.done()
	k.c.Abandon()
	k.Unwatch()
	k.srv.pubsub.Drop(k.c)
	k.srv.track.Stop(k.c)
	k.c.Out.Abort()
	k.srv.clients.Remove(k.c)
	k.giveUp()
}

// Do runs one command.
func (k *caller) Do(words ...[]byte) web.Reply {
	k.take()
	k.perform([][][]byte{words})
	return k.replies()
}

// Batch runs commands one after another. Their effects are in the log before f gets their replies.
func (k *caller) Batch(commands [][][]byte, f func(web.Reply)) {
	for len(commands) > 0 {
		k.take()
		n := k.perform(commands)
		if k.closing && n < len(commands) {
			k.w.Error(string(command.AsError(command.ErrCallEnded)))
		}
		rest := k.replies()
		if k.closing { // the rest has the reply of the one that was the last
			n = len(commands)
		}
		var reply web.Reply
		for range n {
			if len(rest) > 0 {
				reply = rest[:rest.Size()]
				rest = rest[len(reply):]
			}
			f(reply)
		}
		commands = commands[n:]
	}
}

// perform runs commands until their replies are many, and returns how many it has run.
func (k *caller) perform(commands [][][]byte) (ran int) {
	defer k.recover()
	k.enter()
	for ran < len(commands) && !k.closing && k.w.Len() < flushAt {
		k.request(commands[ran])
		ran++
	}
	k.srv.track.Broadcast()
	k.leave()
	return ran
}

// request takes one command through the dispatcher, again after a pause that has held it back.
func (k *caller) request(words [][]byte) {
	own := k.parser.Args
	k.parser.Args = words
	for _, w := range words {
		k.got += int64(len(w))
	}
	if cmd, err := k.srv.resolve(words); err == nil && cmd.Stateful && !k.stateful {
		k.ctx.Reset(words, cmd)
		k.mark = k.w.Len()
		k.reject(cmd, command.ErrStateful(cmd.FullName))
	} else {
		for !k.closing && !k.dispatch(nil) {
			k.leave()
			k.await()
			k.enter()
		}
	}
	k.parser.Args = own
}

// directly is request for a command that the client cannot send.
func (k *caller) directly(words [][]byte) {
	before := k.stateful
	k.stateful = true
	k.request(words)
	k.stateful = before
}

// await waits for the end of a pause.
func (k *caller) await() {
	for !k.resume() {
		t := time.NewTimer(time.Duration(k.c.Waiting().Deadline - k.srv.clock.Nanos()))
		select {
		case <-t.C:
		case <-k.roused:
		}
		t.Stop()
		if k.c.Has(client.CloseNow) {
			k.c.Abandon()
			k.closing = true
			return
		}
	}
}

// replies are those of what has been performed, when the log has what they tell of.
func (k *caller) replies() web.Reply {
	k.commit()
	if k.holds {
		k.holds = false
		k.c.Out.Release(nil, nil, false)
	}
	if k.w.Len() == 0 {
		k.w.Error(string(command.AsError(command.ErrCallEnded)))
	}
	k.c.Outgo.Add(int64(k.w.Len()))
	k.account()
	return k.w.Whole()
}

// The words of a transaction.
var (
	multiWords   = [][]byte{[]byte("MULTI")}
	execWords    = [][]byte{[]byte("EXEC")}
	discardWords = [][]byte{[]byte("DISCARD")}
)

// Tx runs commands as a transaction: all of them, or, where one cannot be queued, none.
func (k *caller) Tx(commands [][][]byte) web.Reply {
	k.take()
	k.transact(commands)
	return k.replies()
}

func (k *caller) transact(commands [][][]byte) {
	defer k.recover()
	k.enter()
	defer k.leave()
	if k.directly(multiWords); k.multi == nil {
		return
	}
	defer func() { // where EXEC or DISCARD may not be called the transaction must not be the next one's
		if k.multi != nil {
			k.endMulti()
		}
	}()
	for _, words := range commands {
		k.w.Reset()
		k.request(words)
		if k.closing || k.w.Whole()[0] != '-' {
			continue
		}
		cause := command.Error(k.w.B[1 : len(k.w.B)-len("\r\n")])
		k.directly(discardWords)
		k.w.Reset()
		k.fail(command.ErrExecRefused(cause))
		return
	}
	k.w.Reset()
	k.directly(execWords)
	k.srv.track.Broadcast()
}
