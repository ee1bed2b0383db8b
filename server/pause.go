package server

import (
	"math"
	"sync"
	"time"

	"redstart/server/client"
	"redstart/server/command"
)

// pause is what CLIENT PAUSE has asked for. The gates gatePauseAll and gatePauseWrites tell commands of it.
type pause struct {
	mu    sync.Mutex
	until int64 // clock.Nanos
	all   bool
}

// Pause holds commands back for ms milliseconds: all, or those that write. Of two pauses the longer and the stricter counts.
func (srv *Server) Pause(ms int64, all bool) {
	p := &srv.pauses
	p.mu.Lock()
	defer p.mu.Unlock()
	now := srv.clock.Nanos()
	running := p.until > now
	p.until = max(p.until, now+min(ms, math.MaxInt64/4/int64(time.Millisecond))*int64(time.Millisecond))
	p.all = all || running && p.all
	srv.setGate(gatePauseWrites, true)
	srv.setGate(gatePauseAll, p.all)
}

// Unpause ends a pause: the commands that were held back run.
func (srv *Server) Unpause() {
	p := &srv.pauses
	p.mu.Lock()
	p.until, p.all = 0, false
	srv.setGate(gatePauseAll|gatePauseWrites, false)
	p.mu.Unlock()
	for _, c := range srv.clients.List() {
		if w := c.Waiting(); w != nil && w.Retry {
			c.Serve(w, nil)
		}
	}
	srv.blocking.unhold()
}

// writesPaused reports whether a pause holds changes of keys back; then the server makes none by itself either.
func (srv *Server) writesPaused() bool {
	if gate(srv.gates.Load())&gatePauseWrites == 0 {
		return false
	}
	p := &srv.pauses
	p.mu.Lock()
	defer p.mu.Unlock()
	return srv.clock.Nanos() < p.until
}

// paused is the end of the pause that holds a command with the flags f back, clock.Nanos; 0: none does.
func (srv *Server) paused(f command.Flags) int64 {
	p := &srv.pauses
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case srv.clock.Nanos() >= p.until:
		p.until, p.all = 0, false
		srv.setGate(gatePauseAll|gatePauseWrites, false)
		return 0
	case p.all || f&(command.Write|command.MayChange) != 0:
		return p.until
	}
	return 0
}

// pause makes the client wait if CLIENT PAUSE says so, and reports whether it does.
func (s *session) pause(f command.Flags) bool {
	until := s.srv.paused(f)
	if until == 0 {
		return false
	}
	w := &client.Wait{Deadline: until, Retry: true}
	s.c.Block(w, nil)
	if s.srv.paused(f) == 0 { // it ended before Unpause could see us wait
		s.c.Abandon()
		return false
	}
	return true
}

// grow gives databases that have become large more shards. The caller is between two commands and does not hold the gate.
func (srv *Server) grow() {
	if !srv.keys.Crowded() || srv.isBusy() {
		return
	}
	srv.keys.Gate.Lock()
	defer srv.keys.Gate.Unlock()
	if !srv.isBusy() { // a script is in the middle of its run
		srv.keys.Grow()
	}
}

// Alone runs f while no command runs and nobody looks at the keyspace.
func (srv *Server) Alone(f func()) {
	srv.lockAlone()
	defer srv.keys.Gate.Unlock()
	f()
}
