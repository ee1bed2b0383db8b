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

// TestStoreUsage asks for a store's usage in the three ways there are.
func TestStoreUsage(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t, "store box:1 max-keys 2 reject max-value-bytes 4 token box-token", "store other")
	c := dial(t, addr)
	for _, step := range [][2]string{
		{"SELECT box:1", "OK"},
		{"SET a 1", "OK"},
		{"SET b 1 PX 1", "OK"},
		{"SET c large", "VALUETOOLARGE value would be 5 bytes, store 'box:1' allows 4"},
		{"GET a", "1"},
		{"EXISTS none", "0"},
	} {
		c.want(step[0], step[1])
	}
	eventually(t, "b expires", func() bool { return c.do("EXISTS b") == "0" })
	db := srv.stores.Get([]byte("box:1")).DB
	u := srv.keys.Usage(db)
	if u.Keys != 1 || u.Hits < 1 || u.Misses < 2 || u.Writes != 2 || u.Expirations != 1 || u.Refused != 1 || u.Evictions != 0 {
		t.Errorf("%+v", u)
	}
	info := c.do("INFO stores")
	for _, line := range []string{"stores:2", fmt.Sprintf("store%d:name=box:1,keys=1,bytes=%d,hits=%d,misses=%d,writes=2,evictions=0,expirations=1,refused=1", db, u.Bytes, u.Hits, u.Misses), "name=other,keys=0"} {
		if !strings.Contains(info, line) {
			t.Errorf("INFO stores has no %s:\n%s", line, info)
		}
	}
	c.want("STORE USAGE box:1", fmt.Sprintf("[keys 1 bytes %d hits %d misses %d writes 2 evictions 0 expirations 1 refused 1]", u.Bytes, u.Hits, u.Misses))
	if text := c.do("INFO everything"); strings.Contains(text, "# Stores") {
		t.Error("INFO everything shows all stores")
	}
	_, text := webCall(t, "GET", base+"/metrics", "")
	for _, line := range []string{
		"redstart_stores 2", `redstart_store_keys{store="box:1"} 1`, `redstart_store_max_keys{store="box:1"} 2`,
		`redstart_store_expirations_total{store="box:1"} 1`, `redstart_store_refused_total{store="box:1"} 1`, `redstart_store_keys{store="other"} 0`,
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("no %s", line)
		}
	}

	if _, _, err := srv.acl.Set("tenant", strings.Fields("on >t +@all ~* resetstores store:box:1"), false); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{"tenant:t", "box-token"} {
		_, text = webCall(t, "GET", base+"/metrics", "", "Authorization: Bearer "+token)
		if !strings.Contains(text, `redstart_store_keys{store="box:1"} 1`) || strings.Contains(text, "other") || strings.Contains(text, "redis_") {
			t.Errorf("%s sees\n%s", token, text)
		}
	}
	c.do("AUTH tenant t")
	if text := c.do("INFO stores"); !strings.Contains(text, "name=box:1,") || strings.Contains(text, "other") || !strings.Contains(text, "stores:1") {
		t.Errorf("INFO stores of who is bound: %s", text)
	}
}
