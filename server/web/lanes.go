package web

import (
	"context"
	"net"
	"sync"
	"time"
)

// lanes is the connections that are not package http's.
type lanes struct {
	mu     sync.Mutex
	all    map[*conn]struct{}
	closed bool
	gone   sync.WaitGroup
}

// enter adds c; false: the server is closing.
func (s *lanes) enter(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	if s.all == nil {
		s.all = make(map[*conn]struct{})
	}
	s.all[c] = struct{}{}
	s.gone.Add(1)
	return true
}

func (s *lanes) leave(c *conn) {
	s.mu.Lock()
	delete(s.all, c)
	s.mu.Unlock()
	s.gone.Done()
}

// close lets no more in, and ends those that wait for a request now and all others when they have answered, or when ctx ends.
func (s *lanes) close(ctx context.Context) {
	s.each(func(c *conn) { c.SetReadDeadline(time.Unix(1, 0)) })
	stop := context.AfterFunc(ctx, func() { s.each(func(c *conn) { c.Conn.Close() }) })
	s.gone.Wait()
	stop()
}

func (s *lanes) each(f func(*conn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for c := range s.all {
		f(c)
	}
}

// hand gives a connection to package http, for good. It reports false when that takes no more.
func (s *Server) hand(c *conn) bool {
	select {
	case s.handed.conns <- c:
		return true
	case <-s.ctx.Done():
		return false
	}
}

// handed is a listener whose connections come from lanes.
type handed struct {
	conns chan net.Conn
	done  <-chan struct{}
}

func (h *handed) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.done:
		return nil, net.ErrClosed
	}
}

func (*handed) Close() error   { return nil }
func (*handed) Addr() net.Addr { return &net.TCPAddr{} }
