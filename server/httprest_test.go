package server

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"redstart/resp"
	"redstart/server/config"
)

// restClient is a client of /kv and /fal that sends its requests' targets as they are.
type restClient struct {
	t    testing.TB
	addr string
	auth string // the header Authorization; "" for none
}

// restServed is a server that is asked over HTTP and RESP.
type restServed struct {
	t          testing.TB
	srv        *Server
	http, addr string
}

// restServer makes one with the given directives.
func restServer(t testing.TB, directives ...string) restServed {
	t.Helper()
	srv, addr := serving(t, directives...)
	return restServed{t, srv, webOn(t, srv, 0), addr}
}

// peer is a client of the server over RESP that has shown a token; "" for none.
func (s restServed) peer(token string) restPeer {
	s.t.Helper()
	p := restPeer{dial(s.t, s.addr)}
	if token != "" {
		p.want("OK", "AUTH", token)
	}
	return p
}

// restPeer runs commands one by one.
type restPeer struct{ *peer }

func (p restPeer) ask(words ...string) resp.Value {
	p.t.Helper()
	var w resp.Writer
	w.Array(len(words))
	for _, word := range words {
		w.BulkString(word)
	}
	if _, err := p.Write(w.B); err != nil {
		p.t.Fatal(err)
	}
	v, err := resp.ReadValue(p.br)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

func (p restPeer) want(want string, words ...string) {
	p.t.Helper()
	if got := p.ask(words...).Str; got != want {
		p.t.Errorf("%q: %q, want %q", words, got, want)
	}
}

func (p restPeer) number(words ...string) int64 {
	p.t.Helper()
	return p.ask(words...).Int
}

// restAnswer is an answer.
type restAnswer struct {
	*http.Response
	body string
}

// call sends a request and reads the answer. headers are "Name: value".
func (c restClient) call(method, target, body string, headers ...string) restAnswer {
	c.t.Helper()
	nc, err := net.DialTimeout("tcp", c.addr, patience)
	if err != nil {
		c.t.Fatal(err)
	}
	defer nc.Close()
	nc.SetDeadline(time.Now().Add(patience))
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: kv.test\r\nConnection: close\r\nContent-Length: %d\r\n", method, target, len(body))
	if c.auth != "" {
		headers = append(headers, "Authorization: "+c.auth)
	}
	for _, h := range headers {
		head += h + "\r\n"
	}
	if _, err := io.WriteString(nc, head+"\r\n"+body); err != nil {
		c.t.Fatal(err)
	}
	return c.answer(nc, method)
}

// answer reads an answer.
func (c restClient) answer(nc net.Conn, method string) restAnswer {
	c.t.Helper()
	r, err := http.ReadResponse(bufio.NewReader(nc), &http.Request{Method: method})
	if err != nil {
		c.t.Fatal(err)
	}
	b, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return restAnswer{r, string(b)}
}

// want checks status and, where one is given, body.
func (s restAnswer) want(t testing.TB, status int, body ...string) restAnswer {
	t.Helper()
	if s.StatusCode != status || len(body) > 0 && s.body != body[0] {
		t.Errorf("%d %s, want %d %v", s.StatusCode, s.body, status, body)
	}
	return s
}

// refused checks a refusal of /kv.
func (s restAnswer) refused(t testing.TB, status int, code string) {
	t.Helper()
	var got struct {
		Error struct{ Code, Message string }
	}
	err := json.Unmarshal([]byte(s.body), &got)
	if err != nil || s.StatusCode != status || got.Error.Code != code || got.Error.Message == "" || s.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %s %v, want %d %s", s.StatusCode, s.body, err, status, code)
	}
}

// failed checks a refusal of fal's wire.
func (s restAnswer) failed(t testing.TB, status int, code string) {
	t.Helper()
	var got struct{ Error string }
	err := json.Unmarshal([]byte(s.body), &got)
	if err != nil || s.StatusCode != status || !strings.HasPrefix(got.Error, code+" ") || s.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %s %v, want %d %s", s.StatusCode, s.body, err, status, code)
	}
}

// TestRestNumbered uses the databases that are always there, as whoever has the server's password.
func TestRestNumbered(t *testing.T) {
	t.Parallel()
	s := restServer(t, "requirepass top")
	c := restClient{t, s.http, "Bearer top"}
	c.call("PUT", "/kv/3/a/../b//c%00", "v", "If-None-Match: *").want(t, 201)
	c.call("PUT", "/kv/3/a/../b//c%00", "w", "If-None-Match: *").refused(t, 412, "PRECONDITIONFAILED")
	tag := c.call("GET", "/kv/3/a/../b//c%00", "").want(t, 200, "v").Header.Get("ETag")
	c.call("PUT", "/kv/3/a/../b//c%00?ttl=60", "w", "If-Match: "+tag).want(t, 200)
	c.call("PUT", "/kv/3/a/../b//c%00", "x", "If-Match: "+tag).refused(t, 412, "PRECONDITIONFAILED")
	c.call("GET", "/kv/3", "").want(t, 200, `{"keys":["a/../b//c\u0000"],"cursor":"0"}`)
	c.call("GET", "/fal/get/3/a/../b//c%00", "").want(t, 200, `{"value":"w"}`)
	c.call("DELETE", "/fal/delete/3/a/../b//c%00", "").want(t, 200, `{"ok":true}`)
	c.call("GET", "/kv/0/k", "").refused(t, 404, "NOTFOUND")
	c.call("GET", "/kv/16/k", "").refused(t, 400, "ERR")
	c.call("PUT", "/kv/name/k", "v").refused(t, 404, "NOSTORE")
	c.call("PUT", "/fal/set/name/k", "v").failed(t, 400, "NOSTORE")
	c.call("DELETE", "/kv/3", "").want(t, 200)
	restClient{t, s.http, "Bearer wrong"}.call("GET", "/kv/3", "").refused(t, 401, "WRONGPASS")
	restClient{t, s.http, ""}.call("GET", "/fal/get/3/k", "").failed(t, 401, "WRONGPASS")
	restClient{t, s.http, "Basic ZGVmYXVsdDp0b3A="}.call("GET", "/kv/3/k", "").refused(t, 404, "NOTFOUND")

	token := restClient{t, s.http, "Key default:top"}.call("POST", "/fal/storage/auth/token?storage_type=x", "{}").want(t, 200)
	var got struct{ Token string }
	if err := json.Unmarshal([]byte(token.body), &got); err != nil {
		t.Fatal(err)
	}
	c.auth = "Bearer " + got.Token
	c.call("PUT", "/fal/set/3/k?ttl=60", "v").want(t, 200, `{"ok":true}`)
	c.call("GET", "/fal/get/3/k", "").want(t, 200, `{"value":"v"}`)
}

// TestRestLoading wants nobody to be told that a token is wrong or a store missing before stores are there.
func TestRestLoading(t *testing.T) {
	t.Parallel()
	for _, directives := range [][]string{{"store app token kv-token", "appendonly yes"}, {"store app token kv-token", "appendonly yes", "requirepass top"}} {
		srv := configured(t, directives...)
		c := restClient{t, webOn(t, srv, 0), "Bearer kv-token"}
		c.call("GET", "/kv/app/k", "").refused(t, 503, "LOADING")
		c.call("GET", "/fal/get/app/k", "").failed(t, 503, "LOADING")
		c.call("POST", "/", `["GET","k"]`).want(t, 503)
		serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0"))
		eventually(t, "stores are there", func() bool { return !srv.isLoading() })
		c.call("GET", "/kv/app/k", "").refused(t, 404, "NOTFOUND")
	}
}

// TestRestHTTP2 sends paths that must not be cleaned, and a value that is too large, by HTTP/2.
func TestRestHTTP2(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	cert, key := ca.issue("server")
	srv, _ := serving(t, "tls-cert-file "+cert, "tls-key-file "+key, "tls-auth-clients no", "store app token kv-token max-value-bytes 1mb")
	port := freePort(t)
	followAddresses(srv)
	if err := srv.cfg.Set([]config.Pair{{Name: "http-tls-port", Value: port}}, false); err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca.pool}, ForceAttemptHTTP2: true}
	defer tr.CloseIdleConnections()
	call := func(method, target, body string) (status int, got string) {
		t.Helper()
		req := &http.Request{
			Method: method, Header: http.Header{"Authorization": {"Bearer kv-token"}}, Body: io.NopCloser(strings.NewReader(body)),
			URL: &url.URL{Scheme: "https", Host: "127.0.0.1:" + port, Opaque: "//127.0.0.1:" + port + target}, ContentLength: int64(len(body)),
		}
		res, err := tr.RoundTrip(req.WithContext(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil || res.ProtoMajor != 2 {
			t.Error(res.Proto, err)
		}
		return res.StatusCode, string(b)
	}
	const path = "/kv/app/../a//b%2F%00?ttl=60"
	if status, got := call("PUT", path, "v"); status != 201 {
		t.Error(status, got)
	}
	if status, got := call("GET", "/kv/app", ""); got != `{"keys":["../a//b/\u0000"],"cursor":"0"}` {
		t.Error(status, got)
	}
	if status, got := call("PUT", "/fal/set/app/a/../b?ttl=60", strings.Repeat("x", 4<<20)); status != 413 {
		t.Error(status, got)
	}
	if status, got := call("GET", "/fal/get/app/../a//b%2F%00", ""); status != 404 { // %2F is not decoded there
		t.Error(status, got)
	}
	if status, got := call("POST", "/fal/storage/auth/token", "{}"); status != 401 {
		t.Error(status, got)
	}
}

// TestRestDropped drops a store that is in use.
func TestRestDropped(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token", "requirepass top")
	c, top := restClient{t, s.http, "Bearer kv-token"}, s.peer("top")
	c.call("PUT", "/kv/app/k", "v", "Content-Type: text/plain").want(t, 201)
	top.want("OK", "STORE", "DROP", "app")
	c.call("GET", "/kv/app/k", "").refused(t, 401, "WRONGPASS")
	c.auth = "Bearer top"
	c.call("GET", "/kv/app/k", "").refused(t, 404, "NOSTORE")
	c.call("PUT", "/fal/set/app/k", "v").failed(t, 400, "NOSTORE")
	top.want("OK", "STORE", "CREATE", "app")
	c.call("GET", "/kv/app/k", "").refused(t, 404, "NOTFOUND")
	c.call("PUT", "/kv/app/k", "other").want(t, 201)
	if kind := c.call("GET", "/kv/app/k", "").want(t, 200, "other").Header.Get("Content-Type"); kind != "application/octet-stream" {
		t.Error("type", kind)
	}
}
