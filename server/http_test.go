package server

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"redstart/server/client"
)

// webServer is serving by HTTP and RESP; base is the URL without a slash at its end.
func webServer(t testing.TB, directives ...string) (srv *Server, addr, base string) {
	t.Helper()
	srv, addr = serving(t, directives...)
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
