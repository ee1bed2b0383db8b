package server

import (
	"errors"
	"net"
	"strings"
	"testing"

	"redstart/server/web"
)

// While the log is loaded a store's token may not be known yet: who has one is told to wait, and is not taken for somebody else.
func TestTokensWhileLoading(t *testing.T) {
	t.Parallel()
	const loading = "LOADING Redis is loading the dataset in memory"
	for _, password := range []string{"", "secret"} {
		srv := configured(t)
		if password != "" {
			srv = configured(t, "requirepass "+password)
		}
		s := quietSession(t, srv)
		s.script(t, [][2]string{
			{"STORE CREATE web token known", "OK"},
		}...)
		srv.setGate(gateLoading, true)
		s.script(t, [][2]string{
			{"AUTH later", loading},
			{"AUTH default later", loading},
			{"HELLO 2 AUTH default later", loading},
			{"AUTH nobody later", "WRONGPASS invalid username-password pair or user is disabled."},
			{"AUTH known", "OK"},
		}...)
		here := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}
		c, err := srv.Join(&web.Peer{Local: here, Remote: here, Kill: func() {}})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Auth("later"); err == nil || err.Error() != loading {
			t.Errorf("HTTP with a token that is not known yet: %v", err)
		}
		if err := c.Auth("known"); err != nil {
			t.Errorf("HTTP with a token that is known: %v", err)
		}
		srv.setGate(gateLoading, false)
		if err := c.Auth("later"); password != "" && !errors.Is(err, web.ErrUnauthorized) {
			t.Errorf("HTTP with a wrong token: %v", err)
		}
		c.Close()
		want := "ERR AUTH"
		if password != "" {
			want = "WRONGPASS"
			s.script(t, [][2]string{{"AUTH default " + password, "OK"}}...)
		}
		if got := s.do(t, "AUTH later"); !strings.HasPrefix(got, want) {
			t.Errorf("a wrong token: %s", got)
		}
	}
}
