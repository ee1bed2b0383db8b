package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/tidwall/redcon"

	"redstart/server/client"
	"redstart/server/config"
)

// redcon owns the listeners and the accept loop; it never sees a client's bytes, because its parser panics on an overflowing length,
// bounds nothing and copies every request. Instead each accepted connection is wrapped: the wrapper's first Read hands redcon one
// synthetic command, so redcon calls its handler once, and the handler detaches the connection and gives it to a session of ours. So
// redcon keeps nothing of the connection, neither its buffers of 8 KiB nor a goroutine with their stack.

// handoff is a connection as redcon sees it.
type handoff struct {
	net.Conn
	at     address
	opened bool
	taken  atomic.Bool // it is a session's now, so redcon's Close means nothing
}

func (h *handoff) Read(p []byte) (int, error) {
	if h.opened {
		return 0, io.EOF
	}
	h.opened = true
	return copy(p, "*1\r\n$4\r\nOPEN\r\n"), nil
}

func (h *handoff) Close() error {
	if h.taken.Load() {
		return nil
	}
	return h.Conn.Close()
}

// listener accepts connections of one kind.
type listener struct {
	net.Listener
	srv *Server
	at  address
	tls *tls.Config
}

// acceptPause is how long a listener that cannot accept, for want of descriptors, waits before it tries again.
const acceptPause = 50 * time.Millisecond

func (l *listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		switch {
		case err == nil:
			if tc, ok := c.(*net.TCPConn); ok {
				l.srv.tune(tc)
			}
			if l.at.kind&client.HTTP != 0 {
				return c, nil
			}
			if l.tls != nil {
				c = tls.Server(c, l.tls)
			}
			return &handoff{Conn: c, at: l.at}, nil
		case errors.Is(err, net.ErrClosed):
			return nil, err
		}
		l.srv.log.Warn().Err(err).Stringer("address", l.Addr()).Msg("accepting a connection")
		select { // redcon would try again at once
		case <-l.srv.done:
			return nil, net.ErrClosed
		case <-time.After(acceptPause):
		}
	}
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

// address is one place to listen.
type address struct {
	kind          client.Flags // 0 or client.Unix, or of client.TLS and client.HTTP
	network, host string       // host:port, or the socket's path
	optional      bool         // it may be missing on this machine
}

// listeners are the open listeners of a server.
type listeners struct {
	mu struct {
		sync.Mutex
		open    []*listener
		serving bool // each listener has a goroutine that accepts
	}
	accepting sync.WaitGroup
}

// addresses is every place that the configuration names.
func (srv *Server) addresses() []address {
	var all []address
	webBind := config.HTTPBind
	if len(srv.cfg.Fields(webBind)) == 0 {
		webBind = config.Bind
	}
	for _, k := range []struct {
		kind       client.Flags
		port, bind config.ID
	}{
		{0, config.Port, config.Bind},
		{client.TLS, config.TLSPort, config.Bind},
		{client.HTTP, config.HTTPPort, webBind},
		{client.HTTP | client.TLS, config.HTTPTLSPort, webBind},
	} {
		port := srv.cfg.Int(k.port)
		if port == 0 {
			continue
		}
		for _, host := range srv.cfg.Fields(k.bind) {
			at := address{kind: k.kind, network: "tcp"}
			host, at.optional = strings.CutPrefix(host, "-")
			switch ip := net.ParseIP(host); {
			case host == "*":
				at.network, host = "tcp4", "0.0.0.0"
			case host == "::*":
				at.network, host = "tcp6", "::"
			case ip != nil && ip.To4() == nil:
				at.network = "tcp6"
			}
			at.host = net.JoinHostPort(host, strconv.FormatInt(port, 10))
			all = append(all, at)
		}
	}
	if path := srv.cfg.Path(config.UnixSocket); path != "" {
		all = append(all, address{kind: client.Unix, network: "unix", host: path})
	}
	return all
}

// listen makes the open listeners those that the configuration names. What is open and still wanted is left alone; on an error all
// is as it was before.
func (srv *Server) listen() error {
	if err := srv.applyTLS(); err != nil {
		return err
	}
	srv.lns.mu.Lock()
	defer srv.lns.mu.Unlock()
	wanted := srv.addresses()
	var keep []*listener
	var before []address
	for _, l := range srv.lns.mu.open {
		if i := slices.Index(wanted, l.at); i >= 0 || l.at == (address{}) {
			keep = append(keep, l)
			wanted = slices.DeleteFunc(wanted, func(a address) bool { return a == l.at })
		} else {
			before = append(before, l.at)
			l.Close()
		}
	}
	opened, err := srv.openAll(wanted)
	if err != nil {
		opened, _ = srv.openAll(before)
	}
	srv.lns.mu.open = append(keep, opened...)
	if srv.lns.mu.serving {
		for _, l := range opened {
			srv.accept(l)
		}
	}
	return err
}

// openAll opens listeners. On an error it closes those that it has opened.
func (srv *Server) openAll(all []address) ([]*listener, error) {
	var opened []*listener
	wanted := map[client.Flags]int{}
	for _, at := range all {
		l, err := srv.openOne(at)
		if err == nil {
			opened = append(opened, l)
			wanted[at.kind]++
			continue
		}
		wanted[at.kind] += 0
		if at.optional && !errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, syscall.EAFNOSUPPORT) {
			continue
		}
		closeAll(opened)
		return nil, fmt.Errorf("listening on %s: %w", at.host, err)
	}
	for _, n := range wanted {
		if n == 0 {
			closeAll(opened)
			return nil, errors.New("listening: none of the bind addresses exists on this machine")
		}
	}
	return opened, nil
}

// listening is how we listen: the connections' keep-alive is tune's.
var listening = net.ListenConfig{KeepAlive: -1}

func (srv *Server) openOne(at address) (*listener, error) {
	l := &listener{srv: srv, at: at}
	switch at.kind {
	case client.TLS:
		l.tls = listenerTLS(&srv.tls)
	case client.TLS | client.HTTP:
		l.tls = listenerTLS(&srv.webTLS)
	}
	if at.kind == client.Unix {
		if err := removeStaleSocket(at.host); err != nil {
			return nil, err
		}
	}
	var err error
	if l.Listener, err = listening.Listen(context.Background(), at.network, at.host); err != nil {
		return nil, err
	}
	if sc, ok := l.Listener.(syscall.Conn); ok {
		setBacklog(sc, int(srv.cfg.Int(config.TCPBacklog)))
	}
	if perm := srv.cfg.Int(config.UnixSocketPerm); at.kind == client.Unix && perm != 0 {
		if err := os.Chmod(at.host, os.FileMode(perm)); err != nil {
			l.Close()
			return nil, err
		}
	}
	return l, nil
}

// removeStaleSocket removes the socket that an earlier process left; it leaves any other file alone.
func removeStaleSocket(path string) error {
	fi, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil && fi.Mode()&os.ModeSocket == 0 {
		return errors.New("a file that is no socket is in the way")
	}
	return os.Remove(path)
}

// errListen is the text of CONFIG SET's refusal; the log has the reason.
const errListen = refused("Unable to listen on this port. Check server logs.")

// applyAddresses follows CONFIG SET port, tls-port and bind. Open connections stay.
func (srv *Server) applyAddresses() error {
	srv.lns.mu.Lock()
	serving := srv.lns.mu.serving
	srv.lns.mu.Unlock()
	if !serving {
		return nil
	}
	if err := srv.listen(); err != nil {
		srv.log.Warn().Err(err).Msg("listening on new addresses")
		return errListen
	}
	return nil
}

// acceptAll serves all open listeners, and those that come later, in goroutines of their own.
func (srv *Server) acceptAll() {
	srv.lns.mu.Lock()
	defer srv.lns.mu.Unlock()
	srv.lns.mu.serving = true
	for _, l := range srv.lns.mu.open {
		srv.accept(l)
	}
}

func (srv *Server) accept(l *listener) {
	srv.lns.accepting.Go(func() {
		var err error
		if l.at.kind&client.HTTP != 0 {
			err = srv.web.Serve(l, l.tls)
		} else {
			err = redcon.Serve(l, srv.open, nil, nil)
		}
		if err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, http.ErrServerClosed) {
			srv.log.Error().Err(err).Stringer("address", l.Addr()).Msg("no longer accepting connections")
		}
	})
}

// closeListeners closes all listeners and waits until nothing is accepted any more. Sockets in the file system go with them.
func (srv *Server) closeListeners() {
	srv.lns.mu.Lock()
	srv.lns.mu.serving = false
	closeAll(srv.lns.mu.open)
	srv.lns.mu.open = nil
	srv.lns.mu.Unlock()
	srv.lns.accepting.Wait()
}

func closeAll(ls []*listener) {
	for _, l := range ls {
		l.Close()
	}
}

// open is redcon's handler: it is called once for each connection, and hands it to a session.
func (srv *Server) open(rc redcon.Conn, _ redcon.Command) {
	h := rc.NetConn().(*handoff)
	h.taken.Store(true)
	rc.Detach()
	if !srv.sessions.add() {
		h.Conn.Close()
		return
	}
	go srv.serve(h.Conn, h.at.kind)
}
