package server

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/tidwall/redcon"

	"redstart/server/client"
	"redstart/server/config"
)

// redcon owns the listeners, the accept loop and the registry of connections; it never sees a client's bytes, because its parser
// panics on an overflowing length, bounds nothing and copies every request. Instead each accepted connection is wrapped: the
// wrapper's first Read hands redcon one synthetic command, so redcon calls its handler once, in the connection's own goroutine, and the
// handler runs our session on the real connection until that ends. Later Reads return io.EOF, and redcon closes the connection.

// handoff is a connection as redcon sees it.
type handoff struct {
	net.Conn
	flags  client.Flags
	opened bool
}

func (h *handoff) Read(p []byte) (int, error) {
	if h.opened {
		return 0, io.EOF
	}
	h.opened = true
	return copy(p, "*1\r\n$4\r\nOPEN\r\n"), nil
}

// listener accepts connections of one kind.
type listener struct {
	net.Listener
	srv   *Server
	flags client.Flags
	tls   *tls.Config
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if tc, ok := c.(*net.TCPConn); ok {
		l.srv.tune(tc)
	}
	if l.tls != nil {
		c = tls.Server(c, l.tls)
	}
	return &handoff{Conn: c, flags: l.flags}, nil
}

// tune sets the socket's options: no delay, which is Go's default, and keep-alive.
func (srv *Server) tune(c *net.TCPConn) {
	s := srv.cfg.Int(config.TCPKeepalive)
	if s <= 0 {
		c.SetKeepAlive(false)
		return
	}
	idle := time.Duration(s) * time.Second
	c.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: idle, Interval: max(idle/3, time.Second), Count: 3})
}

// listeners are the open listeners of a server.
type listeners struct {
	mu struct {
		sync.Mutex
		open []*listener
	}
	wg sync.WaitGroup
}

// listen opens every address that the configuration names. On an error those opened are closed.
func (srv *Server) listen() (err error) {
	defer func() {
		if err != nil {
			srv.closeListeners()
		}
	}()
	if port := srv.cfg.Int(config.Port); port > 0 {
		if err := srv.listenTCP(int(port), 0, nil); err != nil {
			return err
		}
	}
	if port := srv.cfg.Int(config.TLSPort); port > 0 {
		conf, err := srv.tlsConfig()
		if err != nil {
			return err
		}
		if err := srv.listenTCP(int(port), client.TLS, conf); err != nil {
			return err
		}
	}
	if path := srv.cfg.String(config.UnixSocket); path != "" {
		return srv.listenUnix(path)
	}
	return nil
}

// listenTCP listens on port of every bind address. An address that starts with '-' may be missing on this machine.
func (srv *Server) listenTCP(port int, flags client.Flags, conf *tls.Config) error {
	opened := 0
	for _, addr := range srv.cfg.Fields(config.Bind) {
		optional := addr != "" && addr[0] == '-'
		if optional {
			addr = addr[1:]
		}
		network := "tcp"
		if addr == "*" {
			network, addr = "tcp4", "0.0.0.0"
		} else if addr == "::*" {
			network, addr = "tcp6", "::"
		} else if ip := net.ParseIP(addr); ip != nil && ip.To4() == nil {
			network = "tcp6"
		}
		ln, err := net.Listen(network, net.JoinHostPort(addr, strconv.Itoa(port)))
		if err != nil {
			if optional {
				continue
			}
			return fmt.Errorf("listening on %s: %w", net.JoinHostPort(addr, strconv.Itoa(port)), err)
		}
		srv.add(&listener{Listener: ln, srv: srv, flags: flags, tls: conf})
		opened++
	}
	if opened == 0 && len(srv.cfg.Fields(config.Bind)) > 0 {
		return fmt.Errorf("listening on port %d: none of the bind addresses exists here", port)
	}
	return nil
}

func (srv *Server) listenUnix(path string) error {
	if err := removeStaleSocket(path); err != nil {
		return err
	}
	ln, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("listening on unix socket %s: %w", path, err)
	}
	if perm := srv.cfg.Int(config.UnixSocketPerm); perm != 0 {
		if err := os.Chmod(path, os.FileMode(perm)); err != nil {
			ln.Close()
			return fmt.Errorf("setting the permissions of unix socket %s: %w", path, err)
		}
	}
	srv.add(&listener{Listener: ln, srv: srv, flags: client.Unix})
	return nil
}

// removeStaleSocket removes the socket that an earlier process left; it leaves any other file alone.
func removeStaleSocket(path string) error {
	fi, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil && fi.Mode()&os.ModeSocket == 0 {
		return fmt.Errorf("listening on unix socket %s: a file of another kind is in the way", path)
	}
	return os.Remove(path)
}

func (srv *Server) add(l *listener) {
	srv.lns.mu.Lock()
	srv.lns.mu.open = append(srv.lns.mu.open, l)
	srv.lns.mu.Unlock()
}

// accept serves all open listeners in goroutines of their own.
func (srv *Server) accept() {
	srv.lns.mu.Lock()
	defer srv.lns.mu.Unlock()
	for _, l := range srv.lns.mu.open {
		srv.lns.wg.Go(func() {
			err := redcon.Serve(l, srv.open, nil, nil)
			if err != nil && !errors.Is(err, net.ErrClosed) {
				srv.log.Error().Err(err).Stringer("address", l.Addr()).Msg("no longer accepting connections")
			}
		})
	}
}

func (srv *Server) closeListeners() {
	srv.lns.mu.Lock()
	defer srv.lns.mu.Unlock()
	for _, l := range srv.lns.mu.open {
		l.Close()
	}
	srv.lns.mu.open = nil
}

// open is redcon's handler: it is called once for each connection and serves it until its end.
func (srv *Server) open(rc redcon.Conn, _ redcon.Command) {
	h := rc.NetConn().(*handoff)
	srv.serve(h.Conn, h.flags)
	rc.Close()
}
