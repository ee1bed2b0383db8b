package server

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/config"
)

// webServer is serving by HTTP and RESP; base is the URL without a slash at its end.
func webServer(t testing.TB, directives ...string) (srv *Server, addr, base string) {
	t.Helper()
	srv, addr = serving(t, directives...)
	eventually(t, "the end of loading", func() bool { return gate(srv.gates.Load())&gateLoading == 0 })
	return srv, addr, "http://" + webOn(t, srv, 0)
}

// webOn makes a server listen for HTTP on a free port.
func webOn(t testing.TB, srv *Server, kind client.Flags) string {
	t.Helper()
	ln := listenOn(t, "tcp", "127.0.0.1:0")
	l := &listener{Listener: ln, srv: srv, at: address{kind: client.HTTP | kind}}
	if kind == client.TLS {
		l.tls = listenerTLS(&srv.webTLS)
	}
	srv.lns.mu.Lock()
	defer srv.lns.mu.Unlock()
	srv.lns.mu.open = append(srv.lns.mu.open, l)
	srv.accept(l)
	return ln.Addr().String()
}

// webCall sends a request with headers, "Name: value", and returns the answer with its body.
func webCall(t testing.TB, method, url, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Add(name, value)
	}
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	res, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

// webStep is a request and what must come of it.
type webStep struct {
	method, path, body string
	headers            []string
	status             int
	want               string
}

func webSteps(t *testing.T, base string, steps []webStep) {
	t.Helper()
	for _, s := range steps {
		res, got := webCall(t, s.method, base+s.path, s.body, s.headers...)
		if res.StatusCode != s.status || got != s.want {
			t.Errorf("%s %s %.100s\n got %d %s\nwant %d %s", s.method, s.path, s.body, res.StatusCode, got, s.status, s.want)
		}
	}
}

func TestHTTPCommands(t *testing.T) {
	t.Parallel()
	_, _, base := webServer(t)
	webSteps(t, base, []webStep{
		{"POST", "/", `["SET","k","v","EX",100]`, nil, 200, `{"result":"OK"}`},
		{"POST", "/", `["GET","k"]`, nil, 200, `{"result":"v"}`},
		{"POST", "/", `["TTL","k"]`, nil, 200, `{"result":100}`},
		{"POST", "/", `["GET","missing"]`, nil, 200, `{"result":null}`},
		{"POST", "/", `["INCR","k"]`, nil, 400, `{"error":"ERR value is not an integer or out of range"}`},
		{"GET", "/get/k", "", nil, 200, `{"result":"v"}`},
		{"POST", "/get/k", "", nil, 200, `{"result":"v"}`},
		{"HEAD", "/get/k", "", nil, 200, ""},
		{"DELETE", "/get/k", "", nil, 405, `{"error":"ERR method not allowed"}`},
		{"POST", "/set/b?EX=100&NX", "the body\x00\xff", nil, 200, `{"result":"OK"}`},
		{"POST", "/ttl/b", "", nil, 200, `{"result":100}`},
		{"GET", "/get/b", "", nil, 200, `{"result":"the body\u0000\ufffd"}`},
		{"GET", "/get/b", "", []string{"Upstash-Encoding: base64"}, 200, `{"result":"dGhlIGJvZHkA/w=="}`},
		{"POST", "/pipeline", `[["SET","n",1],["INCR","n"],["INCR","k"],["MGET","n","x"]]`, nil, 200, `[{"result":"OK"},{"result":2},{"error":"ERR value is not an integer or out of range"},{"result":["2",null]}]`},
		{"POST", "/multi-exec", `[["SET","n",1],["INCR","n"],["INCR","k"]]`, nil, 200, `[{"result":"OK"},{"result":2},{"error":"ERR value is not an integer or out of range"}]`},
		{"POST", "/multi-exec", `[["SET","n",7],["NOSUCH"]]`, nil, 400, `{"error":"EXECABORT Transaction discarded because of: unknown command 'NOSUCH', with args beginning with: "}`},
		{"GET", "/get/n", "", nil, 200, `{"result":"2"}`},
	})
}

func TestHTTPPaths(t *testing.T) {
	t.Parallel()
	_, _, base := webServer(t)
	webSteps(t, base, []webStep{
		{"POST", "/set/a%2Fb/c%20d+e", "", nil, 200, `{"result":"OK"}`},
		{"POST", "/", `["GET","a/b"]`, nil, 200, `{"result":"c d+e"}`},
		{"POST", "/set/../..", "", nil, 200, `{"result":"OK"}`},
		{"POST", "/", `["GET",".."]`, nil, 200, `{"result":".."}`},
		{"POST", "/set//x", "", nil, 200, `{"result":"OK"}`},
		{"POST", "/", `["GET",""]`, nil, 200, `{"result":"x"}`},
		{"POST", "/set/%00%ff/x", "", nil, 200, `{"result":"OK"}`},
		{"GET", "/strlen/%00%FF", "", nil, 200, `{"result":1}`},
		{"GET", "//get/a", "", nil, 400, `{"error":"ERR empty command"}`},
		{"GET", "/%2e%2e/get/a", "", nil, 400, `{"error":"ERR unknown command '..', with args beginning with: 'get' 'a' "}`},
		{"GET", "/", "", nil, 400, `{"error":"ERR invalid JSON at byte 0: an array of a command's words is expected"}`},
		{"POST", "/pipeline/x", `[["GET","k"]]`, nil, 400, `{"error":"ERR unknown command 'pipeline', with args beginning with: 'x' '[[\"GET\",\"k\"]]' "}`},
		{"POST", "/set/q?EX=5&_token=x&NX", "v", nil, 200, `{"result":"OK"}`},
		{"POST", "/set/q?%zz", "v", nil, 400, `{"error":"ERR the query is not well encoded"}`},
		{"PUT", "/append/q", "w", nil, 200, `{"result":2}`},
		{"PATCH", "/get/q", "", nil, 405, `{"error":"ERR method not allowed"}`},
		{"OPTIONS", "/get/q", "", nil, 405, `{"error":"ERR method not allowed"}`},
	})
}

func TestHTTPBadInput(t *testing.T) {
	t.Parallel()
	_, _, base := webServer(t, "proto-max-bulk-len 1mb")
	tooLong := `["SET","k","` + strings.Repeat("x", 1<<20) + `"]`
	const tooLarge = `{"error":"ERR the request is larger than proto-max-bulk-len allows"}`
	webSteps(t, base, []webStep{
		{"POST", "/", strings.Repeat("[", 1<<19), nil, 400, `{"error":"ERR invalid JSON at byte 1: a word of a command is a string, a number or a truth value"}`},
		{"POST", "/pipeline", strings.Repeat("[", 1<<19), nil, 400, `{"error":"ERR invalid JSON at byte 2: a word of a command is a string, a number or a truth value"}`},
		{"POST", "/", `["SET","k",`, nil, 400, `{"error":"ERR invalid JSON at byte 11: a word is expected"}`},
		{"POST", "/", `["SET","k",null]`, nil, 400, `{"error":"ERR invalid JSON at byte 11: null args are not supported"}`},
		{"POST", "/", `[]`, nil, 400, `{"error":"ERR empty command"}`},
		{"POST", "/", `[""]`, nil, 400, `{"error":"ERR empty command"}`},
		{"POST", "/pipeline", `[]`, nil, 400, `{"error":"ERR empty command"}`},
		{"POST", "/pipeline", `[["SET","k","v"],[]]`, nil, 400, `{"error":"ERR empty command"}`},
		{"POST", "/pipeline", `[["SET","k","v"],["GET"}]`, nil, 400, `{"error":"ERR invalid JSON at byte 23: a comma or the end of the array is expected"}`},
		{"POST", "/", `["EXISTS","k"]`, nil, 200, `{"result":0}`}, // nothing of these has run
		{"POST", "/", tooLong, nil, 413, tooLarge},
		{"POST", "/set/k", strings.Repeat("x", 1<<20+1), nil, 413, tooLarge},
		{"POST", "/set/k", strings.Repeat("x", 1<<20), nil, 200, `{"result":"OK"}`},
		{"GET", "/strlen/k", "", nil, 200, `{"result":1048576}`},
		{"GET", "/get/k", "", []string{"Upstash-Response-Format: xml"}, 400, `{"error":"ERR unknown response format; resp2 is known"}`},
		{"GET", "/get/missing", "", []string{"Upstash-Response-Format: resp2"}, 200, "$-1\r\n"},
		{"GET", "/incr/k", "", []string{"Upstash-Response-Format: resp2"}, 400, "-ERR value is not an integer or out of range\r\n"},
		{"POST", "/pipeline", `[["INCR","n"],["ECHO","x"]]`, []string{"Upstash-Response-Format: resp2"}, 200, "*2\r\n:1\r\n$1\r\nx\r\n"},
		{"POST", "/multi-exec", `[["INCR","n"],["ECHO","x"]]`, []string{"Upstash-Response-Format: resp2"}, 200, "*2\r\n:2\r\n$1\r\nx\r\n"},
	})
	res, got := webCall(t, "GET", base+"/get/k", "")
	if want := `{"result":"` + strings.Repeat("x", 1<<20) + `"}`; res.StatusCode != 200 || got != want {
		t.Errorf("a long value: %d, %d bytes", res.StatusCode, len(got))
	}
	res, _ = webCall(t, "GET", base+"/get/missing", "", "upstash-sync-token: abc")
	if got := res.Header.Get("Upstash-Sync-Token"); got != "abc" {
		t.Errorf("the sync token comes back as %q", got)
	}
	if ct := res.Header.Get("Content-Type"); ct != "application/json" {
		t.Errorf("Content-Type is %q", ct)
	}
}

// What changes the state of a connection is refused, and nothing blocks.
func TestHTTPStateless(t *testing.T) {
	t.Parallel()
	srv, _, base := webServer(t)
	n := 0
	srv.table.Each(func(e *command.Entry) {
		if !e.Stateful {
			return
		}
		n++
		words := strings.Split(e.FullName, "|")
		for len(words) < max(e.Arity, -e.Arity) {
			words = append(words, "x")
		}
		res, got := webCall(t, "POST", base, `["`+strings.Join(words, `","`)+`"]`)
		if res.StatusCode != 400 || !strings.Contains(got, "Command is not available: '"+e.FullName+"'") {
			t.Errorf("%s: %d %s", e.FullName, res.StatusCode, got)
		}
	})
	if n < 20 {
		t.Errorf("%d commands are stateful", n)
	}
	webSteps(t, base, []webStep{
		{"GET", "/blpop/list/0", "", nil, 200, `{"result":null}`},
		{"GET", "/xread/BLOCK/0/STREAMS/s/$", "", nil, 200, `{"result":null}`},
		{"GET", "/wait/1/0", "", nil, 200, `{"result":0}`},
		{"POST", "/multi-exec", `[["SET","k","v"],["WATCH","k"]]`, nil, 400, `{"error":"EXECABORT Transaction discarded because of: Command is not available: 'watch' needs a connection that keeps its state, which HTTP has not got"}`},
		{"POST", "/pipeline", `[["SELECT",1],["SET","k","v"]]`, nil, 200, `[{"error":"ERR Command is not available: 'select' needs a connection that keeps its state, which HTTP has not got"},{"result":"OK"}]`},
		{"GET", "/exists/k", "", nil, 200, `{"result":1}`},
	})
}

func TestHTTPTokens(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t, "requirepass secret", "acllog-max-len 10")
	p := dial(t, addr)
	p.want("AUTH secret", "OK")
	p.want("ACL SETUSER reader on >pass ~r:* +get +acl|whoami &*", "OK")
	p.want("SET r:k v", "OK")
	const wrong = `{"error":"WRONGPASS invalid or missing auth token"}`
	for _, path := range []string{"/get/r:k", "/pipeline", "/multi-exec", "/", "/subscribe/c", "/nosuch"} {
		for _, h := range []string{"X: y", "Authorization: Bearer wrong", "Authorization: secret", "Authorization: Bearer", "Authorization: Basic cmVhZGVyOndyb25n"} {
			webSteps(t, base, []webStep{{"POST", path, `[["GET","r:k"]]`, []string{h}, 401, wrong}})
		}
	}
	webSteps(t, base, []webStep{
		{"GET", "/get/r:k", "", []string{"Authorization: Bearer secret"}, 200, `{"result":"v"}`},
		{"GET", "/get/r:k", "", []string{"authorization: bearer  secret "}, 200, `{"result":"v"}`},
		{"GET", "/get/r:k?_token=secret", "", nil, 200, `{"result":"v"}`},
		{"GET", "/get/r:k?_token=wrong", "", nil, 401, wrong},
		{"GET", "/get/r:k?_token=secret", "", []string{"Authorization: Bearer wrong"}, 401, wrong},
		{"GET", "/get/r:k", "", []string{"Authorization: Bearer reader:pass"}, 200, `{"result":"v"}`},
		{"GET", "/get/other", "", []string{"Authorization: Bearer reader:pass"}, 400, `{"error":"NOPERM No permissions to access a key"}`},
		{"GET", "/set/r:k/w", "", []string{"Authorization: Bearer reader:pass"}, 400, `{"error":"NOPERM User reader has no permissions to run the 'set' command"}`},
		{"POST", "/pipeline", `[["GET","r:k"],["FLUSHALL"]]`, []string{"Authorization: Bearer reader:pass"}, 200, `[{"result":"v"},{"error":"NOPERM User reader has no permissions to run the 'flushall' command"}]`},
		{"POST", "/monitor", "", []string{"Authorization: Bearer reader:pass"}, 400, `{"error":"NOPERM User reader has no permissions to run the 'monitor' command"}`},
		{"DELETE", "/get/r:k", "", nil, 405, `{"error":"ERR method not allowed"}`},
	})
	p.want("ACL SETUSER half on >pass ~* +@all -exec -discard", "OK")
	half := dialWeb(t, base)
	for _, commands := range []string{`[["SET","r:k","w"]]`, `[["NOSUCH"]]`} {
		half.send(fmt.Sprintf("POST /multi-exec HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer half:pass\r\nContent-Length: %d\r\n\r\n%s", len(commands), commands))
		if got := half.read(); !strings.HasPrefix(got, "400") {
			t.Errorf("a transaction without EXEC: %s", got)
		}
		half.get("/get/r:k", "Bearer secret")
		if got := half.read(); got != `200 OK {"result":"v"}` {
			t.Errorf("after a transaction without EXEC: %s", got)
		}
	}
	// One connection for all: nobody has the identity of who came before.
	for _, token := range []string{"secret", "reader:pass", "secret"} {
		web := dialWeb(t, base)
		web.get("/acl/whoami", "Bearer "+token)
		web.get("/get/r:k", "Bearer nobody")
		if got := web.read(); !strings.Contains(got, "200 OK") {
			t.Errorf("%s: %s", token, got)
		}
		if got := web.read(); !strings.Contains(got, "401 Unauthorized") {
			t.Errorf("after %s: %s", token, got)
		}
	}
	if n := srv.stats.ACLDenied[acl.ByAuth].Load(); n == 0 {
		t.Error("wrong tokens are not counted")
	}
	p.want("ACL DELUSER reader", "1")
	webSteps(t, base, []webStep{{"GET", "/get/r:k", "", []string{"Authorization: Bearer reader:pass"}, 401, wrong}})
}

// webPeer is a connection that speaks HTTP by hand.
type webPeer struct {
	*peer
	base string
}

func dialWeb(t testing.TB, base string) *webPeer {
	return &webPeer{dial(t, strings.TrimPrefix(base, "http://")), base}
}

// get sends a request.
func (p *webPeer) get(path, authorization string) {
	p.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n")
}

// send sends bytes.
func (p *webPeer) send(s string) {
	p.t.Helper()
	if _, err := p.Write([]byte(s)); err != nil {
		p.t.Fatal(err)
	}
}

// read returns an answer's status and body.
func (p *webPeer) read() string {
	p.t.Helper()
	res, err := http.ReadResponse(p.br, nil)
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return err.Error()
	}
	return res.Status + " " + string(b)
}

// What calls by HTTP is counted, logged and shown as what comes from any client.
func TestHTTPIsWatched(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t, "slowlog-log-slower-than 0", "appendonly yes")
	m := dial(t, addr)
	m.want("MONITOR", "OK")
	webSteps(t, base, []webStep{
		{"POST", "/multi-exec", `[["SET","a","1"],["INCR","a"]]`, nil, 200, `[{"result":"OK"},{"result":2}]`},
		{"POST", "/", `["GET","a"]`, nil, 200, `{"result":"2"}`},
	})
	for _, want := range []string{`"SET" "a" "1"`, `"INCR" "a"`, `"EXEC"`, `"GET" "a"`} {
		for {
			line, err := m.br.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(line, want) {
				break
			}
		}
	}
	p := dial(t, addr)
	stats := p.do("INFO commandstats")
	for _, name := range []string{"set", "incr", "get", "multi", "exec"} {
		if !strings.Contains(stats, "cmdstat_"+name+":calls=1,") {
			t.Errorf("%s is not counted: %s", name, stats)
		}
	}
	if got := p.do("SLOWLOG GET 100"); !strings.Contains(got, "INCR a") {
		t.Errorf("the slow log has no INCR: %s", got)
	}
	got := logged(t, srv.cfg.String(config.Dir))
	if want := []string{"MULTI", "SELECT 0", "SET a 1", "INCR a", "EXEC"}; !slices.Equal(got, want) {
		t.Errorf("the log has no unit of both: %q", got)
	}
}

// A store's token leads into the store, and nowhere else; one that is not right leads nowhere.
func TestHTTPTokensOfStores(t *testing.T) {
	t.Parallel()
	_, addr, base := webServer(t)
	p := dial(t, addr)
	p.want("SET k zero", "OK")
	p.want("STORE CREATE app token full token only ro", "OK")
	p.want("STORE CREATE other token else", "OK")
	full, only, gone := []string{"Authorization: Bearer full"}, []string{"Authorization: Bearer only"}, []string{"Authorization: Bearer gone"}
	webSteps(t, base, []webStep{
		{"GET", "/get/k", "", full, 200, `{"result":null}`},
		{"GET", "/set/k/app", "", full, 200, `{"result":"OK"}`},
		{"GET", "/get/k", "", only, 200, `{"result":"app"}`},
		{"GET", "/get/k?_token=only", "", nil, 200, `{"result":"app"}`},
		{"GET", "/get/k", "", []string{"Authorization: Bearer else"}, 200, `{"result":null}`},
		{"GET", "/get/k", "", gone, 401, `{"error":"WRONGPASS invalid or missing auth token"}`},
		{"GET", "/get/k", "", nil, 200, `{"result":"zero"}`},
		{"POST", "/multi-exec", `[["INCR","n"],["DBSIZE"]]`, full, 200, `[{"result":1},{"result":2}]`},
		{"POST", "/pipeline", `[["DEL","k"],["DBSIZE"]]`, full, 200, `[{"result":1},{"result":1}]`},
	})
	res, got := webCall(t, "GET", base+"/set/k/v", "", only...)
	if res.StatusCode != 400 || !strings.HasPrefix(got, `{"error":"NOPERM `) {
		t.Errorf("a token for reading writes: %d %s", res.StatusCode, got)
	}
	mine, others := listen(t, base+"/subscribe/c", full...), listen(t, base+"/subscribe/c", "Authorization: Bearer else")
	mine.want("subscribe,c,1")
	others.want("subscribe,c,1")
	webSteps(t, base, []webStep{
		{"GET", "/publish/c/mine", "", full, 200, `{"result":1}`},
		{"GET", "/publish/c/theirs", "", []string{"Authorization: Bearer else"}, 200, `{"result":1}`},
	})
	mine.want("message,c,mine")
	others.want("message,c,theirs")
	p.want("ACL SETUSER bob on >pw ~* +@all store:app", "OK")
	p.want("ACL SETUSER two on >pw ~* +@all store:2", "OK")
	webSteps(t, base, []webStep{
		{"GET", "/get/n", "", []string{"Authorization: Bearer bob:pw"}, 200, `{"result":"1"}`},
		{"GET", "/set/two/2", "", []string{"Authorization: Bearer two:pw"}, 200, `{"result":"OK"}`},
	})
	p.want("SELECT 2", "OK")
	p.want("GET two", "2")
	p.want("STORE DROP app", "OK")
	webSteps(t, base, []webStep{
		{"GET", "/get/k", "", full, 401, `{"error":"WRONGPASS invalid or missing auth token"}`},
		{"GET", "/get/k", "", nil, 200, `{"result":"zero"}`},
	})
	if b, err := io.ReadAll(mine.br); err == nil && len(b) > 0 {
		t.Errorf("the stream of a store that is gone goes on: %q", b)
	}
}
