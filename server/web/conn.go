package web

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Serve answers the connections that ln accepts, until it is closed or the Server ends. conf is nil for connections in plain text.
func (s *Server) Serve(ln net.Listener, conf *tls.Config) error {
	l := &listener{ln, s, conf}
	if conf != nil {
		return s.http.Serve(l)
	}
	s.handing.Do(func() { go s.http.Serve(s.handed) })
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		if s.lanes.enter(c.(*conn)) {
			go s.drive(c.(*conn))
		} else {
			c.Close()
		}
	}
}

// listener makes a conn of each connection.
type listener struct {
	net.Listener
	srv *Server
	tls *tls.Config
}

// turnAway tells a connection above the limit why it may not come in.
func turnAway(c net.Conn) {
	e := encoder{}
	e.failure(textOf(ErrTooMany))
	fmt.Fprintf(c, "HTTP/1.1 503 Service Unavailable\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
		jsonName, len(e.out), e.out)
}

func (l *listener) Accept() (net.Conn, error) {
	for {
		nc, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		s := l.srv
		if s.open.Add(1) > int64(s.Conns()) {
			s.open.Add(-1)
			if l.tls == nil {
				nc.SetWriteDeadline(s.after(time.Second))
				turnAway(nc)
			}
			nc.Close()
			continue
		}
		c := &conn{Conn: nc, srv: s, tls: l.tls != nil}
		if l.tls != nil {
			return tls.Server(c, l.tls), nil
		}
		return c, nil
	}
}

// conn is a connection. Requests get the clients that it has become for the Host: one, or as many as run at the same time in HTTP/2.
type conn struct {
	net.Conn
	srv *Server
	tls bool

	early   []byte      // has been read and is to be read again
	writeBy int64       // clock.Nanos up to which something may be written
	dead    atomic.Bool // nothing more may be

	mu     sync.Mutex
	free   []Conn // clients that no request uses
	closed bool
}

type connKey struct{}

// withConn lets requests find their conn.
func (s *Server) withConn(ctx context.Context, nc net.Conn) context.Context {
	if t, ok := nc.(*tls.Conn); ok {
		nc = t.NetConn()
	}
	return context.WithValue(ctx, connKey{}, nc)
}

// connOf is the connection that a request has come by.
func connOf(r *http.Request) *conn { return r.Context().Value(connKey{}).(*conn) }

// writePart is how much is written within Times.Write at least.
const writePart = 256 << 10

// Read reads first what a lane has read.
func (c *conn) Read(b []byte) (int, error) {
	if len(c.early) > 0 {
		n := copy(b, c.early)
		c.early = c.early[n:]
		return n, nil
	}
	return c.Conn.Read(b)
}

// Write gives up on a peer that does not read.
func (c *conn) Write(b []byte) (n int, err error) {
	for len(b) > 0 && err == nil {
		var k int
		if now := c.srv.Clock.Nanos(); now+int64(c.srv.Times.Write) > c.writeBy { // it need not be exact
			c.writeBy = now + 2*int64(c.srv.Times.Write)
			c.Conn.SetWriteDeadline(c.srv.Clock.Time(c.writeBy))
		}
		if c.dead.Load() {
			return n, net.ErrClosed
		}
		k, err = c.Conn.Write(b[:min(len(b), writePart)])
		n, b = n+k, b[k:]
	}
	return n, err
}

// CloseWrite lets package http tell its last words to a peer that is still sending.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// cut ends a write that goes on, and lets none begin.
func (c *conn) cut() {
	c.dead.Store(true)
	c.Conn.SetWriteDeadline(time.Unix(1, 0))
}

// SetWriteDeadline is of no use: Write sets its own.
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// Close ends the connection, and its clients as soon as no request uses them.
func (c *conn) Close() error {
	c.mu.Lock()
	free := c.free
	first := !c.closed
	c.free, c.closed = nil, true
	c.mu.Unlock()
	if first {
		c.srv.open.Add(-1)
	}
	for _, k := range free {
		k.Close()
	}
	return c.Conn.Close()
}

// take returns a client for a request.
func (c *conn) take() (Conn, error) {
	c.mu.Lock()
	if last := len(c.free) - 1; last >= 0 {
		k := c.free[last]
		c.free = c.free[:last]
		c.mu.Unlock()
		return k, nil
	}
	c.mu.Unlock()
	return c.srv.Host.Join(&Peer{Local: c.LocalAddr(), Remote: c.RemoteAddr(), TLS: c.tls, Kill: func() { c.Conn.Close() }})
}

// put gives it back.
func (c *conn) put(k Conn) {
	ok := k.Reset()
	c.mu.Lock()
	if ok = ok && !c.closed; ok {
		c.free = append(c.free, k)
	}
	c.mu.Unlock()
	if !ok {
		k.Close()
	}
}

// after is the time when d has passed.
func (s *Server) after(d time.Duration) time.Time { return s.Clock.Time(s.Clock.Nanos() + int64(d)) }
