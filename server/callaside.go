package server

import (
	"net"

	"redstart/server/client"
	"redstart/server/store"
	"redstart/server/web"
)

// Aside makes a client that is the server itself, in a store of its own: it may do everything, and is not among the clients that are counted
// and listed.
func (srv *Server) Aside(name string, create bool) (c web.Conn, ok bool) {
	s := srv.stores.Get([]byte(name))
	if s == nil && create {
		s = srv.createAside(name)
	}
	if s == nil || !srv.sessions.add() {
		return nil, false
	}
	k := srv.aside()
	k.c.DB.Store(int32(s.DB))
	return k, true
}

// createAside makes the store; nil: it could not.
func (srv *Server) createAside(name string) *store.Store {
	if !srv.sessions.add() {
		return nil
	}
	k := srv.aside()
	defer k.Close()
	k.Do([]byte("STORE"), []byte("CREATE"), []byte(name))
	return srv.stores.Get([]byte(name))
}

// aside makes the client, for one that has been added to the sessions.
func (srv *Server) aside() *caller {
	here := &net.UnixAddr{Net: "unix", Name: "server"}
	p := &web.Peer{Local: here, Remote: here, Kill: func() {}}
	k := &caller{session: session{srv: srv, conn: remote{p}}, peer: p, roused: make(chan struct{}, 1)}
	k.c = client.New(k.conn, srv.clock.Milli(), k.wake)
	k.c.Out.Limit = k.withinOutputLimit
	k.c.Set(client.HTTP, true)
	srv.acl.BecomeDefault(k.c)
	k.c.Set(client.Restricted, false)
	k.c.Set(client.Authenticated, true)
	return k
}
