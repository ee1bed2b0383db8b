package server

import (
	"crypto/tls"
	"net"
	"time"

	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/config"
)

// The last words to connections that may not come in, as Redis has them.
const (
	tooManyText   = "-ERR max number of clients reached\r\n"
	protectedText = "-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the " +
		"default user. In this mode connections are only accepted from the loopback interface. If you want to connect from external " +
		"computers to Redis you may adopt one of the following solutions: 1) Just disable protected mode sending the command 'CONFIG " +
		"SET protected-mode no' from the loopback interface by connecting to Redis from the same host the server is running, however " +
		"MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. 2) " +
		"Alternatively you can just disable the protected mode by editing the Redis configuration file, and setting the protected mode " +
		"option to 'no', and then restarting the server. 3) If you started the server manually just for testing, restart it with the " +
		"'--protected-mode no' option. 4) Set up an authentication password for the default user. NOTE: You only need to do one of the " +
		"above things in order for the server to start accepting connections from the outside.\r\n"
)

// handshakeTime bounds a TLS handshake, which costs a peer that dawdles its connection and nobody else anything.
const handshakeTime = 10 * time.Second

// serve takes one connection in, which sessions counts, and runs it; or turns it away.
func (srv *Server) serve(conn net.Conn, flags client.Flags) {
	s := srv.newSession(conn)
	s.c.Set(flags, true)
	if !srv.clients.Add(s.c, int(srv.cfg.Int(config.MaxClients))) {
		srv.stats.Rejected.Add(1)
		if flags&client.TLS == 0 {
			s.turnAway(tooManyText)
		}
		s.conn.Close()
		srv.sessions.done()
		return
	}
	if s.admit(flags) {
		s.live()
	} else {
		s.finish()
	}
}

// admit reports whether the connection is served.
func (s *session) admit(flags client.Flags) bool {
	if !s.shakeHands() {
		s.c.Set(client.CloseNow, true)
		return false
	}
	srv := s.srv
	if srv.protects(s.conn, flags) {
		srv.stats.Rejected.Add(1)
		s.c.Set(client.CloseNow, true)
		s.turnAway(protectedText)
		return false
	}
	srv.stats.Connections.Add(1)
	srv.acl.BecomeDefault(s.c)
	s.c.Set(client.Authenticated, !srv.NeedsPassword())
	return !srv.sessions.isClosed()
}

// turnAway tells the peer why it may not come in.
func (s *session) turnAway(text string) {
	s.conn.SetWriteDeadline(s.srv.clock.Time(s.srv.clock.Nanos() + int64(time.Second)))
	s.conn.Write([]byte(text))
}

// shakeHands does the TLS handshake, in time or not at all. It reports false when there is nobody to talk to.
func (s *session) shakeHands() bool {
	t, ok := s.conn.(*tls.Conn)
	if !ok {
		return true
	}
	t.SetDeadline(s.srv.clock.Time(s.srv.clock.Nanos() + int64(handshakeTime)))
	if err := t.Handshake(); err != nil {
		s.srv.log.Debug().Err(err).Stringer("address", t.RemoteAddr()).Msg("no TLS handshake")
		return false
	}
	t.SetDeadline(time.Time{})
	return true
}

// protects reports whether a connection is refused by protected-mode: without a password only this machine is served.
func (srv *Server) protects(conn net.Conn, flags client.Flags) bool {
	if flags&client.Unix != 0 || !srv.cfg.Bool(config.ProtectedMode) || !srv.acl.DefaultNoPass() {
		return false
	}
	a, ok := conn.RemoteAddr().(*net.TCPAddr)
	return !ok || !a.IP.IsLoopback()
}

// NeedsPassword reports whether a client must give a password before it may do anything but authenticate.
func (srv *Server) NeedsPassword() bool { return srv.acl.NeedsPassword() }

// Loading reports whether the log is being loaded.
func (srv *Server) Loading() bool { return srv.isLoading() }

// isHTTP reports whether a request that is no command is the beginning of a browser's: then somebody is being tricked into sending
// us commands in the body of a form, and the connection is closed without a word.
func (s *session) isHTTP(args [][]byte) bool {
	if !command.Fold(args[0], "POST") && !command.Fold(args[0], "HOST:") {
		return false
	}
	s.srv.log.Warn().Int64("client", s.c.ID).Str("address", s.c.Addr()).
		Msg("possible attack: a client sends HTTP, as a browser does that was sent here by a hostile page; its connection is closed")
	s.c.Set(client.CloseNow, true)
	s.closing = true
	s.w.Reset()
	return true
}
