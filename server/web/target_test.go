package web

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
)

func TestTarget(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ uri, want string }{
		{"/kv/s/../a//b%2F?x=1", "kv/s/../a//b%2F?x=1"},
		{"//kv", "/kv"},
		{"http://host:80/kv/s/k?x=1", "kv/s/k?x=1"},
		{"http://host", ""},
	} {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET " + c.uri + " HTTP/1.1\r\nHost: h\r\n\r\n")))
		if err != nil {
			t.Fatal(err)
		}
		if got := target(r); got != c.want {
			t.Errorf("%q: %q, want %q", c.uri, got, c.want)
		}
	}
}

func TestPercentDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, want string
		ok       bool
	}{
		{"", "", true},
		{"a+b", "a+b", true},
		{"%00%fF%2f%25", "\x00\xff/%", true},
		{"%2525", "%25", true}, // once
		{"%", "", false},
		{"a%2", "", false},
		{"%zz", "", false},
		{"%-1", "", false},
	} {
		if got, ok := percentDecode(c.in); got != c.want || ok != c.ok {
			t.Errorf("%q: %q %v, want %q %v", c.in, got, ok, c.want, c.ok)
		}
	}
}

func TestParseQuery(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query, want string
		bad         bool
	}{
		{query: ""},
		{query: "a=1&b=x%26y+z&&c", want: "a=1;b=x&y z;c=;"},
		{query: "a=%", bad: true},
		{query: "%f=1", bad: true},
		{query: "refused=1", bad: true},
	} {
		got := ""
		f := parseQuery(c.query, func(name, value string) *fault {
			if name == "refused" {
				return badRequest("no")
			}
			got += name + "=" + value + ";"
			return nil
		})
		if got != c.want || (f != nil) != c.bad {
			t.Errorf("%q: %q %v", c.query, got, f)
		}
	}
}

func FuzzTargets(f *testing.F) {
	for _, s := range []string{"get/db/key", "set/db/a?ttl=60", "delete/x%2F/..//", "s/k?ttl=1&prefix=%41", "s?cursor=0&limit=5", "%", "set/a/?ttl="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, rest string) {
		if q, f := parseFal(rest); f == nil && (q.key == "" || q.store == "") {
			t.Fatalf("%q: %+v", rest, q)
		}
		q, f := parseKV(rest)
		if f == nil && (q.store == "" || q.key == "" && !q.whole) {
			t.Fatalf("%q: %+v", rest, q)
		}
		kvLife(q.query)
		kvPageOf(q.query)
	})
}
