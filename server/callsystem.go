package server

import (
	"net"

	"redstart/server/client"
	"redstart/server/web"
)

// System makes a client that is the server itself: it may do everything, and is not among the clients that are counted and listed.
func (srv *Server) System() (web.Conn, error) {
	if !srv.sessions.add() {
		return nil, web.ErrClosing
	}
	here := &net.UnixAddr{Net: "unix", Name: "server"}
	p := &web.Peer{Local: here, Remote: here, Kill: func() {}}
	k := &caller{session: session{srv: srv, conn: remote{p}, fd: -1}, peer: p, roused: make(chan struct{}, 1)}
	k.c = client.New(k.conn, srv.clock.Milli(), k.wake)
	k.c.Out.Limit = k.withinOutputLimit
	k.c.Set(client.HTTP, true)
	srv.acl.BecomeDefault(k.c)
	k.c.Set(client.Restricted, false)
	k.c.Set(client.Authenticated, true)
	return k, nil
}
