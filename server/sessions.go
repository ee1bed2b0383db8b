package server

import (
	"sync"
	"time"

	"redstart/server/client"
	"redstart/server/config"
)

// sessions counts the connections, so that the end of the server can wait for theirs.
type sessions struct {
	mu     sync.Mutex
	n      int
	closed bool
	gone   chan struct{} // closed when the last one has ended after closed
}

// add counts one more; false: the server is closing.
func (s *sessions) add() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.n++
	return true
}

func (s *sessions) done() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n--
	if s.closed && s.n == 0 {
		close(s.gone)
	}
}

// close lets no more in, and returns a channel that is closed when all have ended.
func (s *sessions) close() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		s.gone = make(chan struct{})
		if s.n == 0 {
			close(s.gone)
		}
	}
	return s.gone
}

// isClosed reports whether close was called.
func (s *sessions) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// closeTime is how long the end of the server waits for commands that are running.
const closeTime = 5 * time.Second

// closeConnections ends all connections, after the commands that they are running.
func (srv *Server) closeConnections() {
	gone := srv.sessions.close()
	for _, c := range srv.clients.List() {
		c.Kill()
	}
	t := time.NewTimer(closeTime)
	defer t.Stop()
	select {
	case <-gone:
	case <-t.C:
		srv.log.Warn().Int("connections", srv.clients.Len()).Msg("some commands are still running; leaving all the same")
	}
}

// sweepClients closes connections that have been idle for longer than timeout, and those that have not read enough of their output.
// The server calls it once a second.
func (srv *Server) sweepClients() {
	now, idle := srv.clock.Milli(), srv.cfg.Int(config.Timeout)*1000
	for _, c := range srv.clients.List() {
		if out := c.Outgo.Load(); out != c.Swept { // who is still reading a large reply is not idle
			c.Swept = out
			if _, pending := c.Out.Pending(); pending > 0 {
				c.LastActive.Store(now)
			}
		}
		switch {
		case idle > 0 && now-c.LastActive.Load() > idle && !c.Any(client.Blocked|client.Monitor|client.PubSub):
			c.Kill()
		case !c.Out.Within():
			c.Kill()
		}
	}
}
