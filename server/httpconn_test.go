package server

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"redstart/server/web"
)

func TestHTTPOverTLS(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	cert, key := ca.issue("server")
	srv, addr := serving(t, "tls-cert-file "+cert, "tls-key-file "+key, "tls-auth-clients no", "requirepass secret")
	p := dial(t, addr)
	p.want("AUTH secret", "OK")
	port := freePort(t)
	followAddresses(srv)
	p.want("CONFIG SET http-tls-port "+port, "OK")
	base := "https://127.0.0.1:" + port
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca.pool}, ForceAttemptHTTP2: protocol == "HTTP/2.0"}
		var all sync.WaitGroup
		for i := range 50 { // on one connection where that is possible
			all.Go(func() {
				body := fmt.Sprintf(`[["SET","k%d","v%d"],["GET","k%d"]]`, i, i, i)
				req, _ := http.NewRequestWithContext(t.Context(), "POST", base+"/pipeline", strings.NewReader(body))
				req.Header.Set("Authorization", "Bearer secret")
				res, err := tr.RoundTrip(req)
				if err != nil {
					t.Error(err)
					return
				}
				defer res.Body.Close()
				got, err := io.ReadAll(res.Body)
				if want := fmt.Sprintf(`[{"result":"OK"},{"result":"v%d"}]`, i); string(got) != want || err != nil || res.Proto != protocol {
					t.Errorf("%s: %s, %v", res.Proto, got, err)
				}
			})
		}
		all.Wait()
		tr.CloseIdleConnections()
	}
	if res, _ := webCall(t, "GET", "http://127.0.0.1:"+port+"/get/k1", ""); res.StatusCode != 400 {
		t.Errorf("a client without TLS gets %d", res.StatusCode)
	}
	eventually(t, "the end of all clients of HTTP", func() bool { return srv.clients.Len() == 1 })
}

// followAddresses lets CONFIG SET open listeners, as where the configuration's are open.
func followAddresses(srv *Server) {
	srv.lns.mu.Lock()
	srv.lns.mu.serving = true
	srv.lns.mu.Unlock()
}

// freePort is a port that nobody listened on a moment ago.
func freePort(t testing.TB) string {
	t.Helper()
	ln := listenOn(t, "tcp", "127.0.0.1:0")
	defer ln.Close()
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// CONFIG SET moves and ends listeners; connections stay.
func TestHTTPPortAtRunTime(t *testing.T) {
	t.Parallel()
	srv := configured(t, "port 0", "http-bind 127.0.0.1")
	p := dial(t, serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0")))
	port := freePort(t)
	followAddresses(srv)
	p.want("CONFIG SET http-port "+port, "OK")
	p.want("CONFIG GET http-port", "[http-port "+port+"]")
	web := dialWeb(t, "127.0.0.1:"+port)
	web.get("/echo/x", "")
	if got := web.read(); got != `200 OK {"result":"x"}` {
		t.Error(got)
	}
	p.want("CONFIG SET http-port 0", "OK")
	if c, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
		c.Close()
		t.Error("the port is still open")
	}
	web.get("/echo/y", "")
	if got := web.read(); got != `200 OK {"result":"y"}` {
		t.Error(got)
	}
	taken := listenOn(t, "tcp", "127.0.0.1:0")
	defer taken.Close()
	_, port, _ = net.SplitHostPort(taken.Addr().String())
	p.want("CONFIG SET http-port "+port, "ERR CONFIG SET failed (possibly related to argument 'http-port') - Unable to listen on this port. Check server logs.")
}

// What a connection may send beside the ordinary: the answers are the same, whoever reads the request.
func TestHTTPWaysOfSending(t *testing.T) {
	t.Parallel()
	_, _, base := webServer(t)
	const ok = `200 OK {"result":"x"}`
	long := strings.Repeat("y", 100<<10)
	for _, tc := range []struct {
		send string
		want []string
	}{
		{"GET /echo/x HTTP/1.1\r\nHost: a\r\n\r\nGET /echo/x HTTP/1.1\r\nHost: a\r\n\r\nGET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n", []string{ok, ok, ok}},
		{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n[\"ECHO\",\"x\"]GET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n", []string{ok, ok}},
		{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[\"ECH\r\n7\r\nO\",\"x\"]\r\n0\r\n\r\nGET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n", []string{ok, ok}},
		{"GET /echo/x HTTP/1.0\r\n\r\n", []string{ok, "unexpected EOF"}},
		{"GET /echo/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", []string{ok, "unexpected EOF"}},
		{"GET /echo/x HTTP/1.1\r\n\r\n", []string{"400 Bad Request: missing required Host header 400 Bad Request: missing required Host header"}},
		{"GET /echo/%zz HTTP/1.1\r\nHost: a\r\n\r\nGET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n", []string{`400 Bad Request {"error":"ERR the path is not well encoded"}`, ok}},
		{"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", []string{"400 Bad Request 400 Bad Request"}},
		{"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", []string{"400 Bad Request 400 Bad Request"}},
		{"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\nx", []string{`413 Request Entity Too Large {"error":"ERR the request is larger than proto-max-bulk-len allows"}`, "unexpected EOF"}},
		{"POST /strlen/k HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n", []string{"100 Continue "}},
		{fmt.Sprintf("POST /set/long HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%sGET /strlen/long HTTP/1.1\r\nHost: a\r\n\r\n", len(long), long), []string{`200 OK {"result":"OK"}`, `200 OK {"result":102400}`}},
		{"GET /get/long HTTP/1.1\r\nHost: a\r\n\r\n", []string{`200 OK {"result":"` + long + `"}`}},
		{"GET /" + strings.Repeat("a", 70<<10) + " HTTP/1.1\r\nHost: a\r\n\r\n", []string{"431 Request Header Fields Too Large 431 Request Header Fields Too Large"}},
		{"nonsense\r\n\r\n", []string{"400 Bad Request 400 Bad Request"}},
	} {
		web := dialWeb(t, base)
		web.send(tc.send)
		for _, want := range tc.want {
			if got := web.read(); got != want {
				t.Errorf("%.70q:\n got %.200s\nwant %.200s", tc.send, got, want)
			}
		}
		web.Close()
	}
}

// Where no token is asked for, pages of other sites get nothing but by http-cors.
func TestHTTPForeignPages(t *testing.T) {
	t.Parallel()
	_, addr, base := webServer(t, "http-cors https://app.example")
	const no = `{"error":"ERR a page of another site may not call; http-cors says which may"}`
	webSteps(t, base, []webStep{
		{"POST", "/echo/x", "", []string{"Origin: https://evil.example"}, 403, no},
		{"POST", "/echo/x", "", []string{"Origin: null"}, 403, no},
		{"GET", "/echo/x?_token=y", "", []string{"Sec-Fetch-Site: cross-site"}, 403, no},
		{"GET", "/subscribe/x", "", []string{"Sec-Fetch-Site: cross-site"}, 403, no},
		{"GET", "/echo/x", "", []string{"Sec-Fetch-Site: none"}, 200, `{"result":"x"}`},
		{"POST", "/echo/x", "", []string{"Origin: " + base}, 200, `{"result":"x"}`},
		{"POST", "/echo/x", "", []string{"Origin: https://app.example"}, 200, `{"result":"x"}`},
		{"OPTIONS", "/echo/x", "", []string{"Origin: https://app.example", "Access-Control-Request-Method: POST"}, 204, ""},
		{"OPTIONS", "/echo/x", "", []string{"Origin: https://evil.example", "Access-Control-Request-Method: POST"}, 405, `{"error":"ERR method not allowed"}`},
	})
	res, _ := webCall(t, "POST", base+"/echo/x", "", "Origin: https://app.example")
	if got := res.Header.Get("Access-Control-Allow-Origin"); got != "https://app.example" {
		t.Errorf("Access-Control-Allow-Origin: %q", got)
	}
	p := dial(t, addr)
	p.want(`CONFIG SET http-cors ""`, "OK")
	res, _ = webCall(t, "POST", base+"/echo/x", "", "Origin: https://app.example")
	if got := res.Header.Get("Access-Control-Allow-Origin"); got != "" || res.StatusCode != 403 {
		t.Errorf("%d, Access-Control-Allow-Origin: %q", res.StatusCode, got)
	}
	p.want("CONFIG SET requirepass secret", "OK")
	webSteps(t, base, []webStep{
		{"POST", "/echo/x", "", []string{"Origin: https://evil.example", "Authorization: Bearer secret"}, 200, `{"result":"x"}`},
	})
}

func TestHTTPTooManyClients(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t, "maxclients 3")
	p := dial(t, addr)
	p.want("PING", "PONG")
	var open []*webPeer
	const ok, full = `200 OK {"result":"x"}`, `503 Service Unavailable {"error":"ERR the server has as many clients as it may have"}`
	for i, want := range []string{ok, ok, full, full} {
		web := dialWeb(t, base)
		web.send("GET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n")
		if got := web.read(); got != want {
			t.Fatalf("connection %d: %s", i, got)
		}
		open = append(open, web)
	}
	open[0].Close()
	eventually(t, "room", func() bool { return srv.clients.Len() < 3 })
	open[2].send("GET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n")
	if got := open[2].read(); got != ok {
		t.Error(got)
	}
}

// A call that a pause holds back runs when it ends; a connection can be killed meanwhile.
func TestHTTPPause(t *testing.T) {
	t.Parallel()
	srv, addr, base := webServer(t)
	p := dial(t, addr)
	p.want("CLIENT PAUSE 100000 WRITE", "OK")
	web, killed := dialWeb(t, base), dialWeb(t, base)
	web.send("GET /incr/n HTTP/1.1\r\nHost: a\r\n\r\n")
	eventually(t, "a client that waits", func() bool { return srv.clients.Blocked() == 1 })
	killed.send("GET /incr/n HTTP/1.1\r\nHost: a\r\n\r\n")
	eventually(t, "another", func() bool { return srv.clients.Blocked() == 2 })
	webSteps(t, base, []webStep{{"GET", "/get/n", "", nil, 200, `{"result":null}`}})
	p.want("CLIENT KILL LADDR "+killed.RemoteAddr().String()+" ADDR "+killed.LocalAddr().String(), "1")
	if got := killed.read(); !strings.Contains(got, "EOF") && !strings.Contains(got, "reset") {
		t.Errorf("the one that was killed is answered: %s", got)
	}
	p.want("CLIENT UNPAUSE", "OK")
	if got := web.read(); got != `200 OK {"result":1}` {
		t.Error(got)
	}
}

// A command that fails in an unforeseen way costs its own answer.
func TestHTTPPanic(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	withQueues(t, srv)
	serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0"))
	base := "http://" + webOn(t, srv, 0)
	const ended = `{"error":"ERR the client has been ended"}`
	webSteps(t, base, []webStep{
		{"GET", "/set/k/x", "", nil, 200, `{"result":"OK"}`},
		{"GET", "/bqburst/k/0", "", nil, 400, ended},
		{"POST", "/pipeline", `[["INCR","n"],["BQBURST","k",0],["INCR","n"]]`, nil, 200, `[{"result":1},` + ended + `,` + ended + `]`},
		{"GET", "/get/n", "", nil, 200, `{"result":"1"}`},
	})
	eventually(t, "the end of all clients", func() bool { return srv.clients.Len() == 0 })
}

// What the log does not take is not acknowledged.
func TestHTTPAndAFullDisk(t *testing.T) {
	t.Parallel()
	fs := newFaultFS()
	srv := logServer(t, t.TempDir())
	serveLog(t, srv, fs)
	base := "http://" + webOn(t, srv, 0)
	eventually(t, "the end of loading", func() bool { return gate(srv.gates.Load())&gateLoading == 0 })
	fs.fill(0)
	const full = `{"error":"` + fullText + `"}`
	webSteps(t, base, []webStep{
		{"POST", "/pipeline", `[["ECHO","x"],["SET","a","1"],["SET","b","1"],["ECHO","x"]]`, nil, 200, `[{"result":"x"},` + full + `,` + full + `,` + full + `]`},
		{"GET", "/set/c/1", "", nil, 503, full},
		{"POST", "/multi-exec", `[["SET","d","1"]]`, nil, 503, `{"error":"EXECABORT Transaction discarded because of: ` + fullText + `"}`},
	})
}

// faultyHost panics when it is asked for a client.
type faultyHost struct {
	web.Host
	faulty *atomic.Bool
}

func (h faultyHost) Join(p *web.Peer) (web.Conn, error) {
	if h.faulty.Load() {
		panic("a fault")
	}
	return h.Host.Join(p)
}

// A request that fails in an unforeseen way outside of a command ends its connection, and nothing else.
func TestHTTPFault(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	o := srv.webOptions()
	faulty := new(atomic.Bool)
	o.Host = faultyHost{srv, faulty}
	srv.web = web.New(o)
	serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0"))
	base := "http://" + webOn(t, srv, 0)
	faulty.Store(true)
	if answer, err := http.Get(base + "/echo/x"); err == nil {
		answer.Body.Close()
		t.Errorf("it is answered with %s", answer.Status)
	}
	faulty.Store(false)
	webSteps(t, base, []webStep{{"GET", "/echo/x", "", nil, 200, `{"result":"x"}`}})
}

// Replies that are built in pieces are answered whole, in the lane and with package http, alone and among others.
func TestHTTPLongReplies(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	p := dial(t, serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0")))
	base := "http://" + webOn(t, srv, 0)
	const n = 6000
	p.do(fmt.Sprintf(`EVAL "for i = 1, %d do redis.call('RPUSH', 'l', string.format('%%040d', i)) end" 0`, n))
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`"%040d"`, i+1))
	}
	list := `{"result":[` + strings.Join(all, ",") + `]}`
	webSteps(t, base, []webStep{
		{"GET", "/lrange/l/0/-1", "", nil, 200, list},
		{"POST", "/", `["LRANGE","l","0","-1"]`, nil, 200, list},
		{"POST", "/pipeline", `[["ECHO","a"],["LRANGE","l","0","-1"],["ECHO","b"]]`, nil, 200, `[{"result":"a"},` + list + `,{"result":"b"}]`},
		{"POST", "/multi-exec", `[["LRANGE","l","0","-1"],["ECHO","a"]]`, nil, 200, `[` + list + `,{"result":"a"}]`},
	})
}

// Who sends or reads too slowly is dropped.
func TestHTTPSlowPeers(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	o := srv.webOptions()
	const moment = 50 * time.Millisecond
	o.Times = web.Times{Header: moment, Idle: 2 * moment, Body: moment, Write: moment}
	srv.web = web.New(o)
	p := dial(t, serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0")))
	base := webOn(t, srv, 0)
	for _, s := range []string{
		"", // nothing at all
		"GET /echo/x HTTP/1.1\r\nHo",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n[",
		"DELETE /echo/x HTTP/1.1\r\nHo",
		"GET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n", // and then nothing
		"DELETE /echo/x HTTP/1.1\r\nHost: a\r\n\r\n",
	} {
		web := dialWeb(t, base)
		web.send(s)
		if _, err := io.Copy(io.Discard, web.br); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("%q: %v", s, err)
		}
	}
	web := dialWeb(t, base)
	web.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n[")
	if got := web.read(); got != `400 Bad Request {"error":"ERR the body of the request is cut short or came too slowly"}` {
		t.Error(got)
	}
	p.want("CONFIG SET requirepass secret", "OK")
	refused := dialWeb(t, base) // whose body nobody reads
	refused.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n[")
	if got := refused.read(); !strings.HasPrefix(got, "401") {
		t.Error(got)
	}
	if _, err := io.Copy(io.Discard, refused.br); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Error(err)
	}
	p.want(`CONFIG SET requirepass ""`, "OK")
	p.want("SETRANGE long 30000000 x", "30000001")
	for _, format := range []string{"json", "resp2"} {
		web := dialWeb(t, base)
		web.send("GET /get/long HTTP/1.1\r\nHost: a\r\nUpstash-Response-Format: " + format + "\r\n\r\n")
		eventually(t, "the end of who does not read", func() bool { return srv.clients.Len() == 1 })
	}
}
