package server

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestFalFirstEdition(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store games preset fal1 token id:secret")
	c := restClient{t, s.http, "Bearer id:secret"}
	c.call("GET", "/fal/get/games/k", "").failed(t, 404, "NOTFOUND")
	c.call("PUT", "/fal/set/games/k", "v=1&w=%20+é", "Content-Type: application/x-www-form-urlencoded").want(t, 200, `{"ok":true}`)
	c.call("GET", "/fal/get/games/k", "").want(t, 200, `{"value":"v=1&w=%20+é"}`)
	c.call("PUT", "/fal/set/games/k", "").want(t, 200)
	c.call("GET", "/fal/get/games/k", "").want(t, 200, `{"value":""}`)
	s.peer("id:secret").want("-1", "TTL", "k")
}

func TestFalSecondEdition(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store games preset fal2 token id:secret")
	c := restClient{t, s.http, "Bearer id:secret"}
	r := s.peer("id:secret")
	c.call("DELETE", "/fal/delete/games/k", "").want(t, 200, `{"ok":true}`)
	c.call("PUT", "/fal/set/games/k?ttl=60", "v").want(t, 200)
	if ttl := r.number("TTL", "k"); ttl < 50 || ttl > 60 {
		t.Error("ttl", ttl)
	}
	c.call("PUT", "/fal/set/games/k", "v").want(t, 200)
	if ttl := r.number("TTL", "k"); ttl < 2_591_900 || ttl > 2_592_000 {
		t.Error("default ttl", ttl)
	}
	c.call("PUT", "/fal/set/games/k?ttl=2592000", "v").want(t, 200)
	for _, ttl := range []string{"59", "2592001", "0", "-60", "60.5", "", "1e3", "abc", "99999999999999999999"} {
		c.call("PUT", "/fal/set/games/k?ttl="+ttl, "other").failed(t, 400, "TTLRANGE")
	}
	c.call("PUT", "/fal/set/games/k", strings.Repeat("x", 1_900_001)).failed(t, 413, "VALUETOOLARGE")
	c.call("GET", "/fal/get/games/k", "").want(t, 200, `{"value":"v"}`)
	c.call("PUT", "/fal/set/games/big", strings.Repeat("x", 1_900_000)).want(t, 200)
	c.call("DELETE", "/fal/delete/games/k", "").want(t, 200, `{"ok":true}`)
	c.call("GET", "/fal/get/games/k", "").failed(t, 404, "NOTFOUND")
}

// TestFalKeys sends keys as the client does: as they are.
func TestFalKeys(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store games token id:secret")
	c := restClient{t, s.http, "Bearer id:secret"}
	r := s.peer("id:secret")
	for _, key := range []string{"a/b/c", "../../x", "a//b/", "/", "..", ".", "%2F%41", "what?", "a?b=c", "k#f", "a+b&c=d;e", "é", `{"json":1}`} {
		c.call("PUT", "/fal/set/games/"+key+"?ttl=60", "v:"+key).want(t, 200)
		r.want("v:"+key, "GET", key)
		got := c.call("GET", "/fal/get/games/"+key, "").want(t, 200)
		var v struct{ Value string }
		if err := json.Unmarshal([]byte(got.body), &v); err != nil || v.Value != "v:"+key {
			t.Errorf("%q: %s", key, got.body)
		}
		c.call("DELETE", "/fal/delete/games/"+key, "").want(t, 200)
		r.want("0", "EXISTS", key)
	}
}

// TestFalRefusals wants a clear error for each, never 404 from set and delete, and never a code that the client tries again.
func TestFalRefusals(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store games token id:secret token id:reader ro", "store full max-keys 1 reject max-key-bytes 5 utf8-keys yes token id:full",
		"store other token id:other", "requirepass top")
	c := restClient{t, s.http, "Bearer id:secret"}
	s.peer("id:secret").want("1", "RPUSH", "list", "v")
	s.peer("id:secret").want("OK", "SET", "bytes", "\xff")
	full := restClient{t, s.http, "Bearer id:full"}
	full.call("PUT", "/fal/set/full/1", "v").want(t, 200)
	for _, q := range []struct {
		auth, method, target, body string
		status                     int
		code                       string
	}{
		{"id:secret", "PUT", "/fal/set/other/k", "v", 403, "NOPERM"},
		{"id:secret", "GET", "/fal/get/other/k", "", 403, "NOPERM"},
		{"id:secret", "DELETE", "/fal/delete/other/k", "", 403, "NOPERM"},
		{"id:reader", "PUT", "/fal/set/games/k", "v", 403, "NOPERM"},
		{"id:reader", "DELETE", "/fal/delete/games/k", "", 403, "NOPERM"},
		{"top", "PUT", "/fal/set/nosuch/k", "v", 400, "NOSTORE"},
		{"top", "DELETE", "/fal/delete/nosuch/k", "", 400, "NOSTORE"},
		{"top", "GET", "/fal/get/nosuch/k", "", 404, "NOSTORE"},
		{"id:secret", "PUT", "/fal/set/games/", "v", 400, "BADREQUEST"},
		{"id:secret", "PUT", "/fal/set/games", "v", 400, "BADREQUEST"},
		{"id:secret", "PUT", "/fal/set", "v", 400, "BADREQUEST"},
		{"id:secret", "DELETE", "/fal/delete/games", "", 400, "BADREQUEST"},
		{"id:secret", "PUT", "/fal/set/games/k", "\xff", 400, "BADREQUEST"},
		{"id:secret", "POST", "/fal/set/games/k", "v", 405, "METHODNOTALLOWED"},
		{"id:secret", "GET", "/fal/delete/games/k", "", 405, "METHODNOTALLOWED"},
		{"id:secret", "GET", "/fal/get/games/list", "", 400, "WRONGTYPE"},
		{"id:secret", "GET", "/fal/get/games/bytes", "", 422, "NOTUTF8"},
		{"id:secret", "GET", "/fal/nosuch/games/k", "", 404, "NOTFOUND"},
		{"id:full", "PUT", "/fal/set/full/2", "v", 422, "STOREFULL"},
		{"id:full", "PUT", "/fal/set/full/123456", "v", 400, "KEYTOOLONG"},
		{"id:full", "PUT", "/fal/set/full/\xff", "v", 400, "KEYNOTUTF8"},
		{"wrong", "PUT", "/fal/set/games/k", "v", 401, "WRONGPASS"},
		{"", "PUT", "/fal/set/games/k", "v", 401, "WRONGPASS"},
	} {
		c.auth = "Bearer " + q.auth
		a := c.call(q.method, q.target, q.body)
		a.failed(t, q.status, q.code)
	}
}

// TestFalRefusedBodies wants a refusal to arrive although nobody wants the body: a connection that breaks is tried again.
func TestFalRefusedBodies(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store games preset fal2 token id:secret", "requirepass top")
	body := strings.Repeat("x", 4<<20)
	for range 5 {
		restClient{t, s.http, "Bearer wrong"}.call("PUT", "/fal/set/games/k", body).failed(t, 401, "WRONGPASS")
		c := restClient{t, s.http, "Bearer id:secret"}
		c.call("PUT", "/fal/set/games/k", body).failed(t, 413, "VALUETOOLARGE")
		c.call("PUT", "/fal/set/games/k?ttl=x", body).failed(t, 400, "TTLRANGE")
		c.call("PUT", "/fal/set/other/k", body).failed(t, 403, "NOPERM")
		c.call("POST", "/fal/set/games/k", body).failed(t, 405, "METHODNOTALLOWED")
		c.call("PUT", "/kv/games/k", body, "If-Match: x").refused(t, 400, "BADREQUEST")
	}
}

func TestFalToken(t *testing.T) {
	t.Parallel()
	const path = "/fal/storage/auth/token?storage_type=fal-cdn-v3"
	s := restServer(t, "store games token id:secret", "requirepass top", "user acme on >password allstores +@all ~*")
	c := restClient{t, s.http, "Key id:secret"}
	for _, auth := range []string{"", "Key", "Key id:wrong", "Bearer id:secret", "Key id", "Key :"} {
		bad := restClient{t, s.http, auth}.call("POST", path, "{}")
		if bad.StatusCode != 401 || !strings.HasPrefix(bad.body, `{"error":"`) {
			t.Errorf("%q: %d %s", auth, bad.StatusCode, bad.body)
		}
	}
	c.call("GET", path, "").failed(t, 405, "METHODNOTALLOWED")

	token := func(auth string) (got struct {
		Token     string `json:"token"`
		TokenType string `json:"token_type"`
		BaseURL   string `json:"base_url"`
		ExpiresAt string `json:"expires_at"`
	},
	) {
		t.Helper()
		a := restClient{t, s.http, auth}.call("POST", path, "{}", "Content-Type: application/json").want(t, 200)
		if err := json.Unmarshal([]byte(a.body), &got); err != nil {
			t.Fatal(err, a.body)
		}
		return got
	}
	got := token("Key id:secret")
	end, err := time.Parse("2006-01-02T15:04:05-07:00", got.ExpiresAt)
	if err != nil || !strings.HasSuffix(got.ExpiresAt, "+00:00") || time.Until(end) < 2*time.Hour {
		t.Error("expires_at", got.ExpiresAt, err)
	}
	if got.TokenType != "Bearer" || got.BaseURL != "http://kv.test/fal" || strings.Contains(got.Token, "secret") {
		t.Errorf("%+v", got)
	}
	c.auth = "Bearer " + got.Token
	c.call("PUT", "/fal/set/games/k", "v").want(t, 200)
	c.call("GET", "/fal/get/games/k", "").want(t, 200, `{"value":"v"}`)
	c.call("GET", "/fal/get/0/k", "").failed(t, 403, "NOPERM")
	c.auth += "x"
	c.call("GET", "/fal/get/games/k", "").failed(t, 401, "WRONGPASS")

	c.auth = "Bearer " + token("Key acme:password").Token
	c.call("GET", "/fal/get/games/k", "").want(t, 200, `{"value":"v"}`)
	s.peer("top").want("OK", "ACL", "SETUSER", "acme", "resetpass", ">changed")
	c.call("GET", "/fal/get/games/k", "").failed(t, 401, "WRONGPASS")
}

func TestFalAutoCreate(t *testing.T) {
	t.Parallel()
	s := restServer(t, "store-auto-create yes", "requirepass top")
	c := restClient{t, s.http, "Bearer top"}
	c.call("PUT", "/fal/set/one/k", "1").want(t, 200)
	c.call("PUT", "/fal/set/two/k", "2").want(t, 200)
	c.call("GET", "/fal/get/one/k", "").want(t, 200, `{"value":"1"}`)
	c.call("GET", "/fal/get/two/k", "").want(t, 200, `{"value":"2"}`)
	c.call("GET", "/fal/get/three/k", "").failed(t, 404, "NOTFOUND")
	c.call("PUT", "/fal/set/no%20name/k", "1").failed(t, 400, "ERR")
}
