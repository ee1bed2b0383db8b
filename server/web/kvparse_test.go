package web

import (
	"strings"
	"testing"

	"redstart/server/glob"
)

func TestParseKV(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rest   string
		want   kvRequest
		status int
	}{
		{rest: "s/k", want: kvRequest{store: "s", key: "k"}},
		{rest: "s", want: kvRequest{store: "s", whole: true}},
		{rest: "s?prefix=a/b", want: kvRequest{store: "s", whole: true, query: "prefix=a/b"}},
		{rest: "s/k?ttl=1?2", want: kvRequest{store: "s", key: "k", query: "ttl=1?2"}},
		{rest: "s/../t//u/", want: kvRequest{store: "s", key: "../t//u/"}},
		{rest: "s//", want: kvRequest{store: "s", key: "/"}},
		{rest: "a%3Ab/%00%2F%3f+%ff", want: kvRequest{store: "a:b", key: "\x00/?+\xff"}},
		{rest: "s%2Fk", want: kvRequest{store: "s/k", whole: true}}, // no such store
		{rest: "", status: 400},
		{rest: "/k", status: 400},
		{rest: "s/", status: 400},
		{rest: "s/?ttl=1", status: 400},
		{rest: "s/%", status: 400},
		{rest: "%2/k", status: 400},
	} {
		got, f := parseKV(c.rest)
		switch {
		case f == nil && c.status != 0 || f != nil && f.status != c.status:
			t.Errorf("%q: %+v, want status %d", c.rest, f, c.status)
		case f == nil && got != c.want:
			t.Errorf("%q: %+v, want %+v", c.rest, got, c.want)
		}
	}
}

func TestKVLife(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ query, want, code string }{
		{query: ""},
		{query: "ttl=60", want: "EX 60"},
		{query: "ttl_ms=1500", want: "PX 1500"},
		{query: "ttl=0", code: "TTLRANGE"},
		{query: "ttl=-1", code: "TTLRANGE"},
		{query: "ttl=1.5", code: "TTLRANGE"},
		{query: "ttl=", code: "TTLRANGE"},
		{query: "ttl_ms=99999999999999999999", code: "TTLRANGE"},
		{query: "ttl=1&ttl_ms=1", code: "BADREQUEST"},
		{query: "ttl=1&ttl=2", code: "BADREQUEST"},
		{query: "tll=60", code: "BADREQUEST"},
	} {
		l, f := kvLife(c.query)
		got, code := "", ""
		for _, w := range l.words {
			got = strings.TrimSpace(got + " " + string(w))
		}
		if f != nil {
			code, got = f.code, ""
		}
		if got != c.want || code != c.code {
			t.Errorf("%q: %q %q, want %q %q", c.query, got, code, c.want, c.code)
		}
	}
}

func TestEscapeGlob(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"a", "*", "a?[b]\\-^c", "[^a-z]*", `\`} {
		p := append(escapeGlob(s), '*')
		if !glob.Match(p, []byte(s), false) || !glob.Match(p, []byte(s+"more"), false) {
			t.Errorf("%q: %q does not match it", s, p)
		}
		if glob.Match(p, []byte("x"+s), false) {
			t.Errorf("%q: %q matches another beginning", s, p)
		}
	}
}
