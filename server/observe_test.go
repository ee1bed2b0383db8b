package server

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestHealthWithoutToken: probes have no password.
func TestHealthWithoutToken(t *testing.T) {
	t.Parallel()
	_, _, base := webServer(t, "requirepass secret")
	webSteps(t, base, []webStep{
		{"GET", "/healthz", "", nil, 200, "ok\n"},
		{"GET", "/readyz", "", nil, 200, "ready\n"},
		{"HEAD", "/readyz", "", nil, 200, ""},
	})
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

// TestReadiness asks a server that loads its log, then one whose disk is full.
func TestReadiness(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeLog(t, dir, 1000)
	disk := newFaultFS()
	disk.stopRead = make(chan struct{})
	srv := logServer(t, dir)
	addr, _ := serveLog(t, srv, disk)
	base := "http://" + webOn(t, srv, 0)
	scraped := func(lines ...string) {
		t.Helper()
		_, text := webCall(t, "GET", base+"/metrics", "")
		for _, line := range lines {
			if !strings.Contains(text, "\n"+line+"\n") {
				t.Errorf("no %s", line)
			}
		}
	}
	live := webStep{"GET", "/healthz", "", nil, 200, "ok\n"}
	webSteps(t, base, []webStep{live, {"GET", "/readyz", "", nil, 503, "the data is being loaded\n"}})
	eventually(t, "the load begins", func() bool { return srv.persistInfo().Loading })
	scraped("redis_up 1", "redis_loading_dump_file 1", `redis_db_keys{db="db0"} 0`)
	close(disk.stopRead)
	eventually(t, "the log is loaded", func() bool {
		res, _ := webCall(t, "GET", base+"/readyz", "")
		return res.StatusCode == 200
	})
	scraped("redis_loading_dump_file 0", `redis_db_keys{db="db0"} 1000`)
	if u := srv.keys.Usage(0); u.Keys != 1000 || u.Writes != 0 {
		t.Errorf("after the load: %+v", u)
	}

	disk.fill(0)
	c := dialTest(t, addr)
	c.want("SET k v", fullText)
	webSteps(t, base, []webStep{live, {"GET", "/readyz", "", nil, 503, "writes are refused: the log cannot be written\n"}})
	scraped("redis_aof_last_write_status 0")
	disk.full.Store(false)
	eventually(t, "the log works again", func() bool {
		res, _ := webCall(t, "GET", base+"/readyz", "")
		return res.StatusCode == 200
	})
	scraped("redis_aof_last_write_status 1")
}

// TestScrapesBesideStores scrapes while stores come and go.
func TestScrapesBesideStores(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t, "store stays", "databases 4")
	monitor := srv.newMonitor()
	done := make(chan struct{})
	go func() {
		defer close(done)
		c := dial(t, addr)
		for i := range 200 {
			c.do(fmt.Sprintf("STORE CREATE s%d", i))
			c.do(fmt.Sprintf("SELECT s%d", i))
			c.do("SET k v")
			if i%2 == 0 {
				c.do("SELECT 0")
				c.do(fmt.Sprintf("STORE DROP s%d", i))
			}
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		w := httptest.NewRecorder()
		monitor.Metrics(w, httptest.NewRequest("GET", "/metrics", nil), nil)
		if w.Code != 200 || !strings.Contains(w.Body.String(), `redstart_store_keys{store="stays"} 0`) {
			t.Fatalf("%d %.300s", w.Code, w.Body)
		}
	}
	_, text := webCall(t, "GET", base+"/metrics", "")
	if !strings.Contains(text, "\nredstart_stores 101\n") || !strings.Contains(text, `redstart_store_keys{store="s199"} 1`) {
		t.Error("not what is left")
	}
}
