package web

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
)

// What a lane takes for an ordinary request package http understands in the same way.
func FuzzLane(f *testing.F) {
	for _, s := range []string{
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n[1]",
		"GET /get/k?EX=1&_token=t HTTP/1.1\r\nHost: a:1\r\nAuthorization: Bearer x y\r\nUpstash-Encoding: base64\r\n\r\nGET",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n[1]",
		"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\n[1]",
		"POST / HTTP/1.1\r\nHost: a\r\n Content-Length: 3\r\n\r\n[1]",
		"POST / HTTP/1.1\r\nHost: a\nContent-Length: 3\r\n\r\n[1]",
		"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n[1]",
		"POST / HTTP/1.0\r\nHost: a\r\n\r\n",
		"GET /%zz HTTP/1.1\r\nHost: a\r\nUpstash-Sync-Token: \t x \r\nupstash-sync-token: y\r\n\r\n",
		"GET //a/../b HTTP/1.1\r\nhost: [::1]\r\nConnection: close\r\n\r\n",
	} {
		f.Add(s)
	}
	s := New(Options{})
	f.Fuzz(func(t *testing.T, in string) {
		l := &lane{conn: &conn{srv: s}, in: []byte(in), n: len(in)}
		if len(in) == 0 {
			return
		}
		var q request
		size, body, what := l.parse(&q)
		if what != ordinary {
			return
		}
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(in)))
		if err != nil {
			if strings.Contains(q.path, "%") { // that path is refused in either way
				return
			}
			t.Fatalf("%q: package http refuses it: %v", in, err)
		}
		if rawPath(r) != q.path || r.URL.RawQuery != q.query || (r.Method == "HEAD") != l.isHead {
			t.Fatalf("%q: %s %s %s is %s %s", in, r.Method, rawPath(r), r.URL.RawQuery, q.path, q.query)
		}
		if max(r.ContentLength, 0) != int64(size-body) || len(r.TransferEncoding) > 0 || r.Close {
			t.Fatalf("%q: length %d is %d", in, r.ContentLength, size-body)
		}
		if t1 := token(r); t1 != q.token || header(r, encodingHeader) != q.encoding || header(r, formatHeader) != q.format || header(r, syncHeader) != q.sync {
			t.Fatalf("%q: headers %q are %+v", in, r.Header, q)
		}
	})
}

func TestLaneLeaves(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	const host = "Host: a\r\n"
	for _, tc := range []struct {
		in   string
		want finding
	}{
		{"", partial},
		{"P", partial},
		{"POST / HTTP/1.1\r\n" + host + "\r\n", ordinary},
		{"POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\n[]", partial},
		{"POST / HTTP/1.1\r\n" + host + "Content-Length: 65536\r\n\r\n[]", foreign},
		{"POST / HTTP/1.1\r\n" + host + "Connection: keep-alive\r\n\r\n", ordinary},
		{"POST / HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n", foreign},
		{"POST / HTTP/1.1\r\n" + host + "Expect: 100-continue\r\n\r\n", foreign},
		{"POST / HTTP/1.1\r\n" + host + "Upgrade: h2c\r\n\r\n", foreign},
		{"POST / HTTP/1.1\r\n" + host + "Origin: http://b\r\n\r\n", foreign},
		{"POST / HTTP/1.1\r\n" + host + "Sec-Fetch-Site: none\r\n\r\n", foreign},
		{"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n", foreign},
		{"POST / HTTP/1.1\r\n" + host + "Authorization: Basic eDp5\r\n\r\n", foreign},
		{"POST / HTTP/1.1\r\n" + host + host + "\r\n", foreign},
		{"POST / HTTP/1.1\r\n\r\n", foreign},
		{"POST / HTTP/1.0\r\n" + host + "\r\n", foreign},
		{"POST http://a/ HTTP/1.1\r\n" + host + "\r\n", foreign},
		{"DELETE / HTTP/1.1\r\n" + host + "\r\n", foreign},
		{"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", foreign},
		{"GET /kv/a/b HTTP/1.1\r\n" + host + "\r\n", foreign},
		{"GET /subscribe/a HTTP/1.1\r\n" + host + "\r\n", foreign},
		{"GET / HTTP/1.1\r\n" + host + "X: a\x00b\r\n\r\n", foreign},
		{"GET / HTTP/1.1\n" + host + "\r\n\r\n", foreign},
		{"GET /ü HTTP/1.1\r\n" + host + "\r\n", foreign},
		{"PRI * HTTP/2.0\r\n\r\n", foreign},
		{"\x16\x03\x01", foreign},
		{"GET /" + strings.Repeat("x", maxLane), foreign},
	} {
		l := &lane{conn: &conn{srv: s}, in: make([]byte, maxLane)}
		l.n = copy(l.in, tc.in)
		var q request
		if _, _, got := l.parse(&q); got != tc.want {
			t.Errorf("%.60q: %d, want %d", tc.in, got, tc.want)
		}
	}
}
