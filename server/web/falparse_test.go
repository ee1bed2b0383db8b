package web

import "testing"

func TestParseFal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rest   string
		want   falRequest
		status int
	}{
		{rest: "get/db/key", want: falRequest{verb: "get", store: "db", key: "key"}},
		{rest: "get/db/a/../b//c/./", want: falRequest{verb: "get", store: "db", key: "a/../b//c/./"}},
		{rest: "get/db/%2e%2F+&=#x", want: falRequest{verb: "get", store: "db", key: "%2e%2F+&=#x"}},
		{rest: "get/db/%00a%20b%C3%a9%23%7F%41", want: falRequest{verb: "get", store: "db", key: "\x00a b\u00e9#\x7f%41"}},
		{rest: "get/db/user:%7B1%7D%22%3C%3e%60|{", want: falRequest{verb: "get", store: "db", key: "user:{1}\"<>`|{"}},
		{rest: "get/db/100%25", want: falRequest{verb: "get", store: "db", key: "100%"}},
		{rest: "get/db/%2541%25%25x%25a", want: falRequest{verb: "get", store: "db", key: "%2541%%x%a"}},
		{rest: "get/db/%%2", want: falRequest{verb: "get", store: "db", key: "%%2"}},
		{rest: "get/db/what?ttl=1", want: falRequest{verb: "get", store: "db", key: "what?ttl=1"}},
		{rest: "delete/db//", want: falRequest{verb: "delete", store: "db", key: "/"}},
		{rest: "delete/my%3Adb/k?", want: falRequest{verb: "delete", store: "my:db", key: "k?"}},
		{rest: "set/db/k", want: falRequest{verb: "set", store: "db", key: "k"}},
		{rest: "set/db/k?ttl=60", want: falRequest{verb: "set", store: "db", key: "k", ttl: "60", hasTTL: true}},
		{rest: "set/db/k?a=b?ttl=60", want: falRequest{verb: "set", store: "db", key: "k?a=b", ttl: "60", hasTTL: true}},
		{rest: "set/db/k?ttl=60?x", want: falRequest{verb: "set", store: "db", key: "k?ttl=60?x"}},
		{rest: "set/db/k?ttl=", want: falRequest{verb: "set", store: "db", key: "k", hasTTL: true}},
		{rest: "set/db/?ttl=60", status: 400},
		{rest: "set/db/", status: 400},
		{rest: "set/db", status: 400},
		{rest: "set", status: 400},
		{rest: "delete//k", status: 400},
		{rest: "delete/%/k", status: 400},
		{rest: "", status: 404},
		{rest: "SET/db/k", status: 404},
		{rest: "storage/auth/other", status: 404},
	} {
		got, f := parseFal(c.rest)
		switch {
		case f == nil && c.status != 0 || f != nil && f.status != c.status:
			t.Errorf("%q: %+v, want status %d", c.rest, f, c.status)
		case f == nil && got != c.want:
			t.Errorf("%q: %+v, want %+v", c.rest, got, c.want)
		}
	}
}

// FuzzFalKey wants no two keys that can be sent as they are to become one.
func FuzzFalKey(f *testing.F) {
	f.Add("a%2541", "a%41")
	f.Add("%25", "%2525")
	f.Add("%25%41", "%2541")
	f.Fuzz(func(t *testing.T, a, b string) {
		if a != b && plainKey(a) && plainKey(b) && falKey(a) == falKey(b) {
			t.Fatalf("%q and %q are %q", a, b, falKey(a))
		}
	})
}

// plainKey reports whether a client can send the key as it is, and no escape in it stands for what it could not.
func plainKey(key string) bool {
	for i := range len(key) {
		c, escape := escapeAt(key, i)
		if key[i] == '%' {
			if !escape || c != '%' && falEscapes(c, key, i+3) {
				return false
			}
		} else if falEscapes(key[i], key, 0) {
			return false
		}
	}
	return true
}
