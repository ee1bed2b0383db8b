package server

import (
	"strconv"

	"redstart/server/client"
	"redstart/server/command"
)

// Monitor makes c a monitor: it gets a line for every command from now on.
func (srv *Server) Monitor(c *client.Client) {
	srv.clients.AddMonitor(c)
	srv.setGate(gateMonitor, true)
}

// feedMonitors shows the command that has just run to the monitors.
func (s *session) feedMonitors(cmd *command.Entry) {
	srv := s.srv
	if !srv.clients.Monitored() {
		srv.setGate(gateMonitor, false)
		if srv.clients.Monitored() { // it came in between
			srv.setGate(gateMonitor, true)
		}
		return
	}
	line := s.monitorLine(cmd)
	for _, m := range srv.clients.List() {
		switch {
		case !m.Has(client.Monitor) || m.Has(client.Restricted) && !s.isOverseen(m, cmd):
		case m == s.c:
			s.w.Raw(line) // behind its reply
		case !m.Out.Send(nil, line, false):
			m.Kill()
		}
	}
}

// isOverseen reports whether m, which may not do everything, may see the command that has just run: it may use all the databases that the
// command has to do with; of one that has to do with none, or with all, the client must be of its own kind.
func (s *session) isOverseen(m *client.Client, cmd *command.Entry) bool {
	u := m.Identity()
	if !u.Rules().Bound() {
		return true
	}
	q := s.asks.Of(cmd, s.ctx.Args, s.tx.DB())
	defer s.asks.Forget()
	if len(q.Stores) == 0 || cmd.IsWide() {
		return u == s.c.Identity() || m.Scope() != 0 && m.Scope() == s.c.Scope()
	}
	return u.Live() && u.Rules().Overlooks(s.srv.acl.Catalog(), q)
}

// monitorLine is a status with the time, the database, the client and the words in quotes.
func (s *session) monitorLine(cmd *command.Entry) []byte {
	us := s.srv.clock.Micro()
	b := append(make([]byte, 0, 128), '+')
	b = strconv.AppendInt(b, us/1e6, 10)
	b = append(b, '.')
	fraction := strconv.AppendInt(nil, us%1e6+1e6, 10)
	b = append(append(b, fraction[1:]...), " ["...)
	b = strconv.AppendInt(b, int64(s.c.DB.Load()), 10)
	b = append(b, ' ')
	if s.srv.scripting.session == s && s.ctx.Cmd.Flags&command.NoScript == 0 {
		b = append(b, "lua"...)
	} else if s.c.Has(client.Unix) {
		b = append(b, "unix:"...)
		b = append(b, s.c.Addr()[:len(s.c.Addr())-len(":0")]...)
	} else {
		b = append(b, s.c.Addr()...)
	}
	b = append(b, ']')
	for _, word := range cmd.Shown(s.ctx.Args) {
		b = appendQuoted(append(b, ' '), word)
	}
	return append(b, "\r\n"...)
}

// appendQuoted appends a word in quotes, as redis-cli reads it.
func appendQuoted(b, word []byte) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for _, c := range word {
		switch {
		case c == '\\' || c == '"':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\a':
			b = append(b, `\a`...)
		case c == '\b':
			b = append(b, `\b`...)
		case c < ' ' || c > '~':
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
