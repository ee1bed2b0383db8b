package server

import (
	"net"

	"redstart/server/client"
	"redstart/server/config"
)

// serve runs one connection from its first byte to its last.
func (srv *Server) serve(conn net.Conn, flags client.Flags) {
	s := srv.newSession(conn)
	s.c.Set(flags, true)
	srv.stats.Connections.Add(1)
	if text := srv.refuses(conn, flags); text != "" {
		conn.Write([]byte(text))
		return
	}
	if !srv.clients.Add(s.c, int(srv.cfg.Int(config.MaxClients))) {
		srv.stats.Rejected.Add(1)
		conn.Write([]byte("-ERR max number of clients reached\r\n"))
		return
	}
	defer s.finish()
	s.c.Set(client.Authenticated, srv.cfg.String(config.RequirePass) == "")
	s.loop()
}

// refuses returns what a connection that may not come in is told: without a password and with no explicit bind address, only this
// machine is served.
func (srv *Server) refuses(conn net.Conn, flags client.Flags) string {
	if flags&client.Unix != 0 || !srv.cfg.Bool(config.ProtectedMode) || srv.cfg.String(config.RequirePass) != "" {
		return ""
	}
	if a, ok := conn.RemoteAddr().(*net.TCPAddr); ok && a.IP.IsLoopback() {
		return ""
	}
	return protectedText
}
