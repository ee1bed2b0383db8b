package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestKV(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token")
	c := restClient{t, s.http, "Bearer kv-token"}

	c.call("GET", "/kv/app/k", "").refused(t, 404, "NOTFOUND")
	c.call("HEAD", "/kv/app/k", "").want(t, 404, "")
	put := c.call("PUT", "/kv/app/k", "a=1&b=%20", "Content-Type: application/x-www-form-urlencoded").want(t, 201, `{"created":true}`)
	got := c.call("GET", "/kv/app/k", "").want(t, 200, "a=1&b=%20")
	if tag := got.Header.Get("ETag"); tag == "" || tag != put.Header.Get("ETag") {
		t.Errorf("tags %q and %q", tag, put.Header.Get("ETag"))
	}
	if kind := got.Header.Get("Content-Type"); kind != "application/octet-stream" {
		t.Error("type", kind)
	}
	c.call("PUT", "/kv/app/k", "").want(t, 200, `{"created":false}`)
	head := c.call("HEAD", "/kv/app/k", "").want(t, 200, "")
	if head.ContentLength != 0 || head.Header.Get("ETag") == got.Header.Get("ETag") {
		t.Error("HEAD", head.Header)
	}
	c.call("DELETE", "/kv/app/k", "").want(t, 200, `{"deleted":true}`)
	c.call("DELETE", "/kv/app/k", "").want(t, 200, `{"deleted":false}`)

	bytes := "\x00\xff\r\n"
	c.call("PUT", "/kv/app/bytes", bytes).want(t, 201)
	c.call("GET", "/kv/app/bytes", "").want(t, 200, bytes)
	s.peer("kv-token").want(bytes, "GET", "bytes")
}

func TestKVTimes(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token")
	c := restClient{t, s.http, "Bearer kv-token"}
	r := s.peer("kv-token")

	c.call("PUT", "/kv/app/k?ttl=100", "v").want(t, 201)
	if ttl := r.number("PTTL", "k"); ttl <= 90_000 || ttl > 100_000 {
		t.Error("ttl", ttl)
	}
	c.call("PUT", "/kv/app/k?ttl_ms=1500", "v").want(t, 200)
	if ttl := r.number("PTTL", "k"); ttl <= 0 || ttl > 1500 {
		t.Error("ttl", ttl)
	}
	c.call("PUT", "/kv/app/k", "v").want(t, 200)
	r.want("-1", "PTTL", "k")
	for _, query := range []string{"ttl=0", "ttl=-1", "ttl=x", "ttl=1.0", "ttl_ms=", "ttl=99999999999999999"} {
		f := c.call("PUT", "/kv/app/k?"+query, "other")
		if f.StatusCode != 400 {
			t.Errorf("%s: %d %s", query, f.StatusCode, f.body)
		}
	}
	c.call("PUT", "/kv/app/k?ttl=1&ttl_ms=1", "other").refused(t, 400, "BADREQUEST")
	c.call("PUT", "/kv/app/k?tll=1", "other").refused(t, 400, "BADREQUEST")
	c.call("GET", "/kv/app/k", "").want(t, 200, "v")
}

func TestKVTypes(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token", "store small token small-token max-keys 2 reject max-key-bytes 8")
	c := restClient{t, s.http, "Bearer kv-token"}
	r := s.peer("kv-token")
	kind := func(want string) {
		t.Helper()
		if got := c.call("GET", "/kv/app/k", "").want(t, 200).Header.Get("Content-Type"); got != want {
			t.Errorf("type %q, want %q", got, want)
		}
	}

	c.call("PUT", "/kv/app/k?ttl=100", `{"a":1}`, "Content-Type: application/json; charset=utf-8").want(t, 201)
	kind("application/json; charset=utf-8")
	r.want(`{"a":1}`, "GET", "k")
	r.want("1", "DBSIZE")
	c.call("PUT", "/kv/app/k", "text", "Content-Type: text/plain").want(t, 200)
	kind("text/plain")
	r.want("OK", "SET", "k", "set by another way")
	kind("application/octet-stream")
	c.call("PUT", "/kv/app/k", "text", "Content-Type: text/plain").want(t, 200)
	c.call("PUT", "/kv/app/k", "text").want(t, 200)
	kind("application/octet-stream")
	c.call("PUT", "/kv/app/k", "text", "Content-Type: no type at all").want(t, 200)
	kind("application/octet-stream")
	c.call("PUT", "/kv/app/k", "text", "Content-Encoding: gzip").want(t, 415)
	c.call("PUT", "/kv/app/k", "text", "Content-Type: text/plain").want(t, 200)
	c.call("DELETE", "/kv/app/k", "").want(t, 200)
	r.want("OK", "SET", "k", "text")
	kind("application/octet-stream")

	// A store's quota is for the caller's keys alone.
	c.auth = "Bearer small-token"
	c.call("PUT", "/kv/small/12345678", "v", "Content-Type: text/plain").want(t, 201)
	c.call("PUT", "/kv/small/2", "v", "Content-Type: text/plain").want(t, 201)
	c.call("PUT", "/kv/small/3", "v", "Content-Type: text/plain").refused(t, 422, "STOREFULL")
	if list := c.list(t, "/kv/small"); len(list.Keys) != 2 {
		t.Error("keys", list.Keys)
	}
}

// A value that is set has its type, whoever sets it at the same time, and whenever it is read.
func TestKVTypesUnderWay(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token")
	c := restClient{t, s.http, "Bearer kv-token"}
	c.call("PUT", "/kv/app/k", "0", "Content-Type: application/json").want(t, 201)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for n := range 100 {
				c.call("PUT", "/kv/app/k", fmt.Sprint(i, n), "Content-Type: application/json").want(t, 200)
				if got := c.call("GET", "/kv/app/k", "").want(t, 200); got.Header.Get("Content-Type") != "application/json" {
					t.Errorf("the type is %q", got.Header.Get("Content-Type"))
				}
			}
		})
	}
	all.Wait()
}

func TestKVConditions(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token")
	c := restClient{t, s.http, "Bearer kv-token"}

	c.call("PUT", "/kv/app/k", "0", "If-Match: *").refused(t, 412, "PRECONDITIONFAILED")
	first := c.call("PUT", "/kv/app/k", "1", "If-None-Match: *").want(t, 201).Header.Get("ETag")
	c.call("PUT", "/kv/app/k", "0", "If-None-Match: *").refused(t, 412, "PRECONDITIONFAILED")
	second := c.call("PUT", "/kv/app/k", "2", "If-Match: "+first).want(t, 200).Header.Get("ETag")
	c.call("PUT", "/kv/app/k", "0", "If-Match: "+first).refused(t, 412, "PRECONDITIONFAILED")
	c.call("PUT", "/kv/app/k", "0", "If-Match: W/"+second).refused(t, 412, "PRECONDITIONFAILED")
	c.call("PUT", "/kv/app/k", "0", "If-Match: "+strings.Trim(second, `"`)).refused(t, 400, "BADREQUEST")
	c.call("PUT", "/kv/app/k", "3", "If-Match: *").want(t, 200)
	c.call("PUT", "/kv/app/k", "4", `If-Match: "x", `+"\"y\"").refused(t, 412, "PRECONDITIONFAILED")
	c.call("GET", "/kv/app/k", "", "If-None-Match: "+second).want(t, 200, "3")
	third := c.call("GET", "/kv/app/k", "").Header.Get("ETag")
	c.call("GET", "/kv/app/k", "", "If-None-Match: "+third).want(t, 304, "")
	c.call("GET", "/kv/app/k", "", "If-Match: "+second).refused(t, 412, "PRECONDITIONFAILED")
	c.call("DELETE", "/kv/app/k", "", "If-Match: "+second).refused(t, 412, "PRECONDITIONFAILED")
	c.call("DELETE", "/kv/app/k", "", "If-Match: "+third).want(t, 200, `{"deleted":true}`)
	c.call("DELETE", "/kv/app/k", "", "If-Match: *").refused(t, 412, "PRECONDITIONFAILED")
}

// TestKVCounter has many clients count by If-Match: none of the changes may be lost.
func TestKVCounter(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token")
	c := restClient{t, s.http, "Bearer kv-token"}
	c.call("PUT", "/kv/app/n", "0").want(t, 201)
	const clients, each = 4, 25
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range each {
				for done := false; !done; {
					old := c.call("GET", "/kv/app/n", "")
					var n int
					fmt.Sscan(old.body, &n)
					put := c.call("PUT", "/kv/app/n", fmt.Sprint(n+1), "If-Match: "+old.Header.Get("ETag"))
					if done = put.StatusCode == 200; !done && put.StatusCode != 412 {
						t.Error(put.StatusCode, put.body)
						return
					}
				}
			}
		})
	}
	all.Wait()
	c.call("GET", "/kv/app/n", "").want(t, 200, fmt.Sprint(clients*each))
}

// restPage is a list's answer.
type restPage struct {
	Keys   []string
	Binary [][]byte `json:"binary_keys"`
	Cursor string
}

func (c restClient) list(t *testing.T, target string) (p restPage) {
	t.Helper()
	s := c.call("GET", target, "").want(t, 200)
	if err := json.Unmarshal([]byte(s.body), &p); err != nil {
		t.Fatal(err, s.body)
	}
	return p
}

func TestKVList(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token")
	c := restClient{t, s.http, "Bearer kv-token"}
	r := s.peer("kv-token")

	c.call("GET", "/kv/app", "").want(t, 200, `{"keys":[],"cursor":"0"}`)
	var want []string
	for i := range 500 {
		k := fmt.Sprintf("user*:%d", i)
		want = append(want, k)
		r.want("OK", "SET", k, "v")
		r.want("OK", "SET", fmt.Sprintf("userx:%d", i), "v")
	}
	slices.Sort(want)
	for _, limit := range []int{1, 7, 100, 10_000} {
		var got []string
		for cursor := ""; cursor != "0"; {
			p := c.list(t, fmt.Sprintf("/kv/app?prefix=user*:&limit=%d&cursor=%s", limit, cursor))
			if len(p.Keys) > max(limit, 16) { // what one bucket can have
				t.Fatalf("%d keys, limit %d", len(p.Keys), limit)
			}
			got, cursor = append(got, p.Keys...), p.Cursor
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Fatalf("limit %d: %d keys", limit, len(got))
		}
	}
	for _, query := range []string{"limit=0", "limit=x", "limit=10001", "cursor=x", "cursor=-1", "pre=a", "prefix=%"} {
		c.call("GET", "/kv/app?"+query, "").refused(t, 400, "BADREQUEST")
	}

	c.call("DELETE", "/kv/app", "").want(t, 200, `{"cleared":true}`)
	r.want("0", "DBSIZE")
	r.want("OK", "SET", "\xff", "v")
	r.want("OK", "SET", `"<&`, "v")
	c.call("GET", "/kv/app", "").want(t, 200, `{"keys":["\"<&"],"binary_keys":["/w=="],"cursor":"0"}`)
}

// TestKVPaths sends what proxies and browsers would have changed.
func TestKVPaths(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token", "store other token other-token", "store text token text-token utf8-keys yes")
	c := restClient{t, s.http, "Bearer kv-token"}
	r := s.peer("kv-token")
	for target, key := range map[string]string{
		"a/b":             "a/b",
		"../other/k":      "../other/k",
		"..":              "..",
		"./a//b/":         "./a//b/",
		"/":               "/",
		"%2e%2e%2f":       "../",
		"%00":             "\x00",
		"a%20b+c":         "a b+c",
		"%C3%A9%ff":       "é\xff",
		"\xc3\xa9":        "é",
		"%2541":           "%41",
		"a:b@c!$&'()*;=,": "a:b@c!$&'()*;=,",
		"a%3Fttl=1":       "a?ttl=1",
	} {
		c.call("PUT", "/kv/app/"+target, key).want(t, 201)
		r.want(key, "GET", key)
		c.call("GET", "/kv/app/"+target, "").want(t, 200, key)
		c.call("DELETE", "/kv/app/"+target, "").want(t, 200, `{"deleted":true}`)
	}
	c.call("GET", "http://kv.test/kv/app/k", "").refused(t, 404, "NOTFOUND")
	for target, status := range map[string]int{"/kv/": 400, "/kv//k": 400, "/kv/app/": 400, "/kv": 400, "/kv/%2e%2e/k": 403, "/kv/../k": 403} {
		if got := c.call("GET", target, ""); got.StatusCode != status || got.Header.Get("Location") != "" {
			t.Errorf("%s: %d %s", target, got.StatusCode, got.body)
		}
	}
	c.call("DELETE", "/kv/app/", "").refused(t, 400, "BADREQUEST")
	for _, target := range []string{"/kv/app/%", "/kv/app/%zz", "/kv/app/%2"} { // net/http refuses these
		c.call("GET", target, "").want(t, 400)
	}
	c.auth = "Bearer text-token"
	c.call("PUT", "/kv/text/%ff", "v").refused(t, 400, "KEYNOTUTF8")
	c.call("PUT", "/kv/text/\xc3\xa9", "v").want(t, 201)
}

func TestKVAccess(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token token ro-token ro", "store other token other-token", "requirepass secret")
	c := restClient{t: t, addr: s.http}
	for _, auth := range []string{"", "Bearer", "Bearer wrong", "Bearer kv-token2", "Basic a3YtdG9rZW4=", "Nonsense"} {
		c.auth = auth
		for _, method := range []string{"GET", "PUT", "DELETE", "HEAD"} {
			a := c.call(method, "/kv/app/k", "v")
			if method == "HEAD" {
				a.want(t, 401, "")
			} else if a.StatusCode != 401 || a.Header.Get("WWW-Authenticate") == "" || !strings.HasPrefix(a.body, `{"error":{"code":"`) {
				t.Errorf("%q %s: %d %s", auth, method, a.StatusCode, a.body)
			}
		}
	}
	c.auth = "Bearer kv-token"
	c.call("PUT", "/kv/app/k", "v").want(t, 201)
	for _, target := range []string{"/kv/other/k", "/kv/0/k", "/kv/other", "/kv/nosuch/k"} {
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			if a := c.call(method, target, "v"); a.StatusCode != 403 && a.StatusCode != 404 && a.StatusCode != 405 || strings.Contains(a.body, "NOTFOUND") {
				t.Errorf("%s %s: %d %s", method, target, a.StatusCode, a.body)
			}
		}
	}
	c.call("POST", "/kv/app/k", "v").refused(t, 405, "METHODNOTALLOWED")
	c.call("PUT", "/kv/app", "v").refused(t, 405, "METHODNOTALLOWED")
	if allow := c.call("PATCH", "/kv/app/k", "v").Header.Get("Allow"); allow != "GET, HEAD, PUT, DELETE" {
		t.Error("Allow:", allow)
	}

	c.auth = "Bearer ro-token"
	c.call("GET", "/kv/app/k", "").want(t, 200, "v")
	c.call("GET", "/kv/app", "").want(t, 200, `{"keys":["k"],"cursor":"0"}`)
	c.call("PUT", "/kv/app/k", "w").refused(t, 403, "NOPERM")
	c.call("PUT", "/kv/app/k", "w", "If-Match: *").refused(t, 403, "NOPERM")
	c.call("DELETE", "/kv/app/k", "").refused(t, 403, "NOPERM")
	c.call("DELETE", "/kv/app", "").refused(t, 403, "NOPERM")
	c.call("GET", "/kv/app/k", "").want(t, 200, "v")

	c.auth = "Bearer secret" // of the whole server
	c.call("PUT", "/kv/0/k", "zero").want(t, 201)
	c.call("GET", "/kv/other/k", "").refused(t, 404, "NOTFOUND")
	c.call("GET", "/kv/nosuch/k", "").refused(t, 404, "NOSTORE")
	c.call("DELETE", "/kv/0", "").want(t, 200)
	c.call("GET", "/kv/app/k", "").want(t, 200, "v")
}

func TestKVBodies(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token max-value-bytes 100000")
	c := restClient{t, s.http, "Bearer kv-token"}
	c.call("PUT", "/kv/app/k", strings.Repeat("x", 100_000)).want(t, 201)
	c.call("PUT", "/kv/app/k", strings.Repeat("y", 100_001)).refused(t, 413, "VALUETOOLARGE")
	c.call("PUT", "/kv/app/k", strings.Repeat("y", 8<<20)).refused(t, 413, "VALUETOOLARGE")
	c.call("GET", "/kv/app/k", "").want(t, 200, strings.Repeat("x", 100_000))
	c.call("PUT", "/kv/app/l", strings.Repeat("y", 8<<20)).refused(t, 413, "VALUETOOLARGE")
	c.call("GET", "/kv/app/l", "").refused(t, 404, "NOTFOUND")

	for _, q := range []struct {
		head, body string
		status     int
	}{
		{"Transfer-Encoding: chunked", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 201},
		{"Transfer-Encoding: chunked", "20000\r\n" + strings.Repeat("y", 0x20000) + "\r\n0\r\n\r\n", 413},
		{"Transfer-Encoding: chunked", "zz\r\n", 400},
		{"Content-Length: 10", "short", 400},
		{"Content-Length: 99999999999\r\nExpect: 100-continue", "", 413},
	} {
		nc, err := net.DialTimeout("tcp", s.http, patience)
		if err != nil {
			t.Fatal(err)
		}
		nc.SetDeadline(time.Now().Add(patience))
		io.WriteString(nc, "PUT /kv/app/raw HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer kv-token\r\n"+q.head+"\r\n\r\n"+q.body)
		nc.(*net.TCPConn).CloseWrite()
		c.answer(nc, "PUT").want(t, q.status)
		nc.Close()
	}
	c.call("GET", "/kv/app/raw", "").want(t, 200, "abcde")
}

func TestKVOtherTypes(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token")
	c := restClient{t, s.http, "Bearer kv-token"}
	s.peer("kv-token").want("1", "RPUSH", "list", "v")
	c.call("GET", "/kv/app/list", "").refused(t, 400, "WRONGTYPE")
	c.call("PUT", "/kv/app/list", "v", `If-Match: "x"`).refused(t, 412, "PRECONDITIONFAILED")
	c.call("PUT", "/kv/app/list", "v", "If-None-Match: *").refused(t, 412, "PRECONDITIONFAILED")
	c.call("PUT", "/kv/app/list", "v").want(t, 200)
	c.call("GET", "/kv/app/list", "").want(t, 200, "v")
}

// TestKVTypesSwept deletes typed values by another way: their types must not be kept for good.
func TestKVTypesSwept(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store app token kv-token default-ttl 1d", "store-auto-create fal2", "requirepass top")
	c := restClient{t, s.http, "Bearer kv-token"}
	r := s.peer("top")
	for i := range 1100 {
		c.call("PUT", fmt.Sprintf("/kv/app/%d", i), "v", "Content-Type: text/plain").want(t, 201)
	}
	r.want("OK", "SELECT", "redstart.content-types")
	r.want("-1", "TTL", "app")
	if kept := r.number("HLEN", "app"); kept != 1100 {
		t.Error(kept, "types")
	}
	if ttl := r.ask("HTTL", "app", "FIELDS", "1", "7").Elems[0].Int; ttl < 86_000 || ttl > 86_400 {
		t.Error("ttl", ttl)
	}
	s.peer("kv-token").want("OK", "FLUSHDB")
	for range 20 {
		c.call("PUT", "/kv/app/0", "v", "Content-Type: text/plain").want(t, 201)
		c.call("DELETE", "/kv/app/0", "")
	}
	if kept := r.number("HLEN", "app"); kept > 1000 {
		t.Error(kept, "types")
	}
	c.call("DELETE", "/kv/app", "").want(t, 200)
	r.want("0", "EXISTS", "app")
}
