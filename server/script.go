package server

import (
	"sync"
	"sync/atomic"

	"redstart/resp"
	"redstart/server/cluster"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/script"
	"redstart/server/version"
	"redstart/storage"
	"redstart/storage/aof"
)

// scripts is what the server keeps about the script that runs. It runs alone; what others may ask is atomic.
type scripts struct {
	*session // that runs it
	flags    script.Flags
	readOnly bool   // writes are refused
	oom      bool   // there was no memory when it began
	slot     int    // of the keys that it has used, where it may use one only
	scratch  []byte // for the replies of its commands
	began    int64  // clock.Nanos
	panicked any    // what a handler has panicked with
	erred    bool   // there is an error in the reply

	wrote atomic.Bool
	lent  bool       // the gate is open to others while it runs, see Busy
	lease sync.Mutex // held while the gate is lent
}

// await waits until the gate is lent no longer.
func (h *scripts) await() {
	h.lease.Lock()
	defer h.lease.Unlock()
}

// keepScratch is how much memory for replies is kept between scripts.
const keepScratch = 64 << 10

func (srv *Server) newScripts() *script.Engine {
	began := srv.clock.Nanos()
	return script.New(script.Options{
		Version: version.Redis, VersionNum: version.RedisNumber,
		Seconds: func() float64 { return float64(srv.clock.Nanos()-began) / 1e9 },
	})
}

// Script runs a script or function, which calls commands by its host, as one unit. The gate is held alone.
func (s *session) Script(flags script.Flags, readOnly bool, run func(script.Host) error) (err error) {
	h := &s.srv.scripting
	g := gate(s.srv.gates.Load())
	oom := s.outOfMemory()
	if flags.Declared() {
		switch noWrites := flags&script.NoWrites != 0; {
		case flags&script.NoCluster != 0 && s.srv.services.Cluster != nil:
			return command.ErrScriptNoCluster
		case readOnly && !noWrites:
			return command.ErrScriptReadOnly
		case g&gateRefuse != 0 && !noWrites:
			return s.srv.refusal()
		case oom && !noWrites && flags&script.AllowOOM == 0:
			return command.ErrScriptOOM
		}
	}
	if s.srv.clients.Monitored() {
		s.feedMonitors(s.ctx.Cmd)
	}
	if s.srv.services.Cluster != nil {
		h.slot, _ = s.sameSlot(s.ctx.Cmd, s.ctx.Args, cluster.NoSlot)
	}
	h.session, h.flags, h.readOnly, h.oom = s, flags, readOnly || flags&script.NoWrites != 0, oom
	h.began, h.panicked, h.erred = s.srv.clock.Nanos(), nil, false
	h.wrote.Store(false)
	defer h.end()
	s.unit(func() { err = run(h) })
	if h.erred {
		s.ctx.Cmd.Stats.Fail(uint32(s.c.ID))
	}
	return err
}

// outOfMemory reports whether a script or transaction that begins now finds no memory.
func (s *session) outOfMemory() bool {
	g := gate(s.srv.gates.Load())
	switch {
	case g&gateMemory == 0 || g&gateLoading != 0:
		return false
	case s.srv.effects != nil && s.srv.bound.Load().room.Policy != storage.NoEviction: // nothing is removed within a transaction
		return s.multi != nil && s.multi.oom
	}
	return !s.makeRoom()
}

// end is the end of the script, however it ended.
func (h *scripts) end() {
	h.takeBack()
	h.session = nil
	if cap(h.scratch) > keepScratch {
		h.scratch = nil
	}
	if h.panicked != nil {
		panic(h.panicked)
	}
}

// Call runs a command for the script.
func (h *scripts) Call(words [][]byte, resp3 bool) (reply []byte, err error) {
	s := h.session
	cmd, err := h.permitted(words)
	if err != nil {
		e := command.AsError(err)
		s.srv.stats.Error(e.Code())
		return nil, e
	}
	if h.lent {
		s.srv.keys.Gate.Lock()
		defer s.srv.keys.Gate.Unlock()
	}
	out := s.w
	s.w = resp.Writer{B: h.scratch[:0], RESP3: resp3}
	defer func() {
		if r := recover(); r != nil {
			h.panicked, err = r, command.ErrScriptRefused
			s.srv.scripts.Abort()
		}
		h.scratch = s.w.B
		s.w = out
	}()
	if cmd.Flags&command.Write != 0 {
		h.wrote.Store(true)
	}
	s.nanos = s.srv.clock.Nanos()
	s.call(cmd, words)
	return s.w.B, nil
}

// permitted finds a command, if the script may call it.
func (h *scripts) permitted(words [][]byte) (*command.Entry, error) {
	s := h.session
	cmd, err := s.srv.resolve(words)
	switch {
	case err != nil && cmd == nil:
		return nil, command.ErrScriptUnknown
	case err != nil:
		return nil, command.ErrScriptArity
	case cmd.Flags&command.NoScript != 0:
		return nil, command.ErrScriptRefused
	}
	if err := s.permitScript(cmd, words); err != nil {
		return nil, err
	}
	if err := h.inSlot(cmd, words); err != nil {
		return nil, err
	}
	if cmd.Flags&command.Write != 0 {
		if h.readOnly {
			return nil, command.ErrScriptWrites
		}
		if gate(s.srv.gates.Load())&gateRefuse != 0 {
			return nil, s.srv.refusal()
		}
	}
	if h.oom && cmd.Flags&command.DenyOOM != 0 && h.flags&script.AllowOOM == 0 && !h.wrote.Load() {
		return nil, command.ErrOOM
	}
	return cmd, nil
}

// Allowed reports whether the client may run a command.
func (h *scripts) Allowed(words [][]byte) (allowed, known bool) {
	cmd, _ := h.srv.resolve(words) // how many words there are does not matter
	if cmd == nil {
		return false, false
	}
	d := h.denial(cmd, words, h.tx.DB())
	return d.none(), true
}

// Log writes a line for redis.log.
func (h *scripts) Log(level int, text string) {
	l := &h.srv.log
	switch level {
	case 0:
		l.Debug().Msg(text)
	case 1, 2:
		l.Info().Msg(text)
	default:
		l.Warn().Msg(text)
	}
}

// Elapsed is the milliseconds since the script began. Anybody may ask.
func (h *scripts) Elapsed() int64 { return (h.session.srv.clock.Nanos() - h.began) / 1e6 }

// Limit is the milliseconds after which others are told that the server is busy.
func (h *scripts) Limit() int64 { return h.srv.cfg.Int(config.BusyReplyThreshold) }

// Replied counts an error in the script's reply.
func (h *scripts) Replied(text string, counted bool) {
	if !counted {
		h.srv.stats.Error(command.Error(text).Code())
	}
	h.erred = true
}

// Wrote reports whether the script has called a command that writes. Anybody may ask.
func (h *scripts) Wrote() bool { return h.wrote.Load() }

// Busy opens the gate while the script goes on, so that others can be told -BUSY and SCRIPT KILL can come: gateBusy refuses all that
// could look at keys. The script's own commands close it while they run. A server that ends takes the script's effects back.
func (h *scripts) Busy() {
	srv := h.srv
	if srv.ctx.Err() != nil {
		srv.gather()
		srv.scripts.Abort()
	}
	if h.lent || !h.alone {
		return
	}
	h.lease.Lock()
	h.lent, h.alone = true, false
	srv.keys.Freeze(true)
	srv.scripts.Lend(true)
	srv.setGate(gateBusy, true)
	srv.keys.Gate.Unlock()
}

// takeBack closes the gate again.
func (h *scripts) takeBack() {
	if !h.lent {
		return
	}
	srv := h.srv
	srv.keys.Gate.Lock()
	srv.setGate(gateBusy, false)
	srv.scripts.Lend(false)
	srv.keys.Freeze(false)
	h.lent, h.alone = false, true
	h.lease.Unlock()
}

// isBusy reports whether a script has lent the gate.
func (srv *Server) isBusy() bool { return gate(srv.gates.Load())&gateBusy != 0 }

// busy is the error for those who come while a script runs too long.
func (srv *Server) busy() error { return command.Error(srv.scripts.Busy().Error()) }

// lockAlone takes the gate alone. It waits for the end of a script that has lent it.
func (srv *Server) lockAlone() {
	for {
		srv.keys.Gate.Lock()
		if !srv.isBusy() {
			return
		}
		srv.keys.Gate.Unlock()
		srv.scripting.await()
	}
}

// appendLibraries appends the commands that make the libraries of functions.
func (srv *Server) appendLibraries(dst []byte) []byte {
	for _, lib := range srv.scripts.Sorted() {
		dst = aof.AppendCommand(dst, []byte("FUNCTION"), []byte("LOAD"), []byte(lib.Code))
	}
	return dst
}
