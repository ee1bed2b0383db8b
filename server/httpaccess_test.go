package server

import (
	"io"
	"strings"
	"testing"
)

// By HTTP a token opens its store and nothing else, as long as there is both.
func TestTokensByHTTP(t *testing.T) {
	t.Parallel()
	_, addr, base := webServer(t, "requirepass pass", "store mine token full token read ro", "store other token else")
	root := dial(t, addr)
	root.want("AUTH pass", "OK")
	root.want("SELECT other", "OK")
	root.want("SET k secret", "OK")
	const full, read, other = "Authorization: Bearer full", "Authorization: Bearer read", "Authorization: Bearer else"
	for _, tt := range []struct {
		method, path, body, token string
		status                    int
		want                      string
	}{
		{"POST", "/", `["GET","k"]`, other, 200, `{"result":"secret"}`},
		{"POST", "/", `["GET","k"]`, full, 200, `{"result":null}`},
		{"POST", "/", `["SET","k","v"]`, full, 200, `{"result":"OK"}`},
		{"GET", "/get/k", "", read, 200, `{"result":"v"}`},
		{"POST", "/", `["SET","k","w"]`, read, 400, "NOPERM"},
		{"POST", "/", `["EVAL","return redis.call('SET','k','w')","0"]`, read, 400, "ACL failure in script"},
		{"POST", "/", `["SELECT","other"]`, full, 400, "ERR"},
		{
			"POST", "/pipeline", `[["GET","k"],["KEYS","*"],["DBSIZE"],["MOVE","k","0"],["COPY","k","l","DB","0"],["FLUSHALL"],["CONFIG","GET","*"]]`, full, 200,
			`[{"result":"v"},{"result":["k"]},{"result":1},{"error":"NOPERM this user has no access to store '0'"},{"error":"NOPERM this user has no access to store '0'"},{"error":"NOPERM`,
		},
		{"POST", "/multi-exec", `[["INCR","n"],["SWAPDB","0","1"]]`, full, 400, "NOPERM"},
		{"GET", "/get/n", "", full, 200, `{"result":null}`},
		{"GET", "/kv/mine/k", "", full, 200, "v"},
		{"GET", "/kv/other/k", "", full, 403, "NOPERM"},
		{"GET", "/kv/none/k", "", full, 403, "NOPERM"},
		{"GET", "/kv/0/k", "", full, 403, "NOPERM"},
		{"PUT", "/kv/mine/k", "w", read, 403, "NOPERM"},
		{"DELETE", "/kv/mine", "", read, 403, "NOPERM"},
		{"DELETE", "/kv/other", "", full, 403, "NOPERM"},
		{"GET", "/fal/get/other/k", "", full, 403, "NOPERM"},
		{"DELETE", "/kv/mine", "", full, 200, ""},
		{"GET", "/get/k", "", full, 200, `{"result":null}`},
		{"GET", "/get/k", "", other, 200, `{"result":"secret"}`},
		{"GET", "/get/k", "", "Authorization: Bearer wrong", 401, ""},
		{"GET", "/get/k", "", "X-Nothing: x", 401, ""},
	} {
		res, text := webCall(t, tt.method, base+tt.path, tt.body, tt.token)
		if res.StatusCode != tt.status || !strings.Contains(text, tt.want) {
			t.Errorf("%s %s %s with %s: %d %s", tt.method, tt.path, tt.body, tt.token, res.StatusCode, text)
		}
		if strings.Contains(text, "secret") && tt.token != other {
			t.Errorf("%s %s %s with %s tells %s", tt.method, tt.path, tt.body, tt.token, text)
		}
	}
	root.want("STORE ALTER mine untoken read", "OK")
	root.want("STORE DROP other", "OK")
	for _, token := range []string{read, other} {
		if res, text := webCall(t, "GET", base+"/get/k", "", token); res.StatusCode != 401 {
			t.Errorf("%s, which was taken back: %d %s", token, res.StatusCode, text)
		}
	}
}

// Event streams of a token hear of its store, and end with the token.
func TestStreamsOfTokens(t *testing.T) {
	t.Parallel()
	_, addr, base := webServer(t, "store mine token full", "store other token else")
	root, neighbour, own := dial(t, addr), dial(t, addr), dial(t, addr)
	own.want("AUTH full", "OK")
	neighbour.want("AUTH else", "OK")
	ch, mon := listen(t, base+"/psubscribe/*?_token=full"), listen(t, base+"/monitor?_token=full")
	ch.want("psubscribe,*,1")
	mon.want(`"OK"`)
	neighbour.want("PUBLISH c secret", "0")
	neighbour.want("SET k secret", "OK")
	root.want("PUBLISH c secret", "0")
	own.want("PUBLISH c own", "1")
	ch.want("pmessage,*,c,own")
	if got, _ := mon.br.ReadString('\n'); !strings.Contains(got, "PUBLISH") || !strings.Contains(got, "own") {
		t.Errorf("MONITOR tells %q", got)
	}
	root.want("STORE ALTER mine untoken full", "OK")
	for _, e := range []*events{ch, mon} {
		if rest, _ := io.ReadAll(e.br); strings.Contains(string(rest), "secret") {
			t.Errorf("a stream tells %q", rest)
		}
	}
	own.wantEnd()
}
