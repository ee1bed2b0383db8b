package server

import (
	"fmt"
	"strings"
	"testing"
)

func TestHealthOverHTTP(t *testing.T) {
	t.Parallel()
	srv, _, base := webServer(t, "requirepass secret")
	live := webStep{"GET", "/healthz", "", nil, 200, "ok\n"}
	webSteps(t, base, []webStep{live, {"GET", "/readyz", "", nil, 200, "ready\n"}, {"HEAD", "/readyz", "", nil, 200, ""}})
	for gate, want := range map[gate]string{
		gateLoading: "the data is being loaded\n",
		gateRefuse:  "writes are refused: the log cannot be written\n",
	} {
		srv.setGate(gate, true)
		webSteps(t, base, []webStep{
			live,
			{"GET", "/readyz", "", nil, 503, want},
			{"HEAD", "/metrics", "", []string{"Authorization: Bearer secret"}, 200, ""},
		})
		srv.setGate(gate, false)
	}
	webSteps(t, base, []webStep{{"GET", "/readyz", "", nil, 200, "ready\n"}})
}

// TestMetricsOverHTTP scrapes as whoever may, and as those who may not.
func TestMetricsOverHTTP(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t)
	c := dial(t, addr)
	for i := range 3 {
		c.do(fmt.Sprintf("SET key%d value", i))
	}
	_, text := webCall(t, "GET", base+"/metrics", "")
	for _, line := range []string{
		"redis_up 1", `redis_db_keys{db="db0"} 3`, `redis_commands_total{cmd="set"} 3`, "redis_connected_clients 2", "redstart_stores 0",
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("no %s", line)
		}
	}
	for _, user := range []string{
		"default on >secret +@all ~* &*", "watcher on >w -@all +info", "blind on >b +@all -info ~*", "tenant on >t +@all ~* resetstores store:3",
	} {
		if _, _, err := srv.acl.Set(strings.Fields(user)[0], strings.Fields(user)[1:], false); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		path, header string
		status       int
		everything   bool
	}{
		{"/metrics", "", 401, false},
		{"/metrics", "Authorization: Bearer wrong", 401, false},
		{"/metrics", "Authorization: Bearer secret", 200, true},
		{"/metrics?_token=secret", "", 200, true},
		{"/metrics", "Authorization: Bearer watcher:w", 200, true},
		{"/metrics", "Authorization: Basic d2F0Y2hlcjp3", 200, true}, // watcher:w
		{"/metrics", "Authorization: Bearer blind:b", 403, false},
		{"/metrics", "Authorization: Bearer tenant:t", 200, false},
		{"/metrics?store=none", "Authorization: Bearer secret", 200, false},
	} {
		var headers []string
		if tt.header != "" {
			headers = append(headers, tt.header)
		}
		res, text := webCall(t, "GET", base+tt.path, "", headers...)
		if res.StatusCode != tt.status || strings.Contains(text, "redis_up") != tt.everything {
			t.Errorf("%s with %q: %d %.300s", tt.path, tt.header, res.StatusCode, text)
		}
	}
	webSteps(t, base, []webStep{{"POST", "/metrics", "", []string{"Authorization: Bearer secret"}, 405, `{"error":"ERR method not allowed"}`}})
}
