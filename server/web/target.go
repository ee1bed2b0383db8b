package web

import (
	"net/http"
	"strings"
)

// target returns the path and query of a request exactly as the client sent them, without the slash in front. Nothing is decoded or
// cleaned: "..", "//" and "%2F" in a key are the key's.
func target(r *http.Request) string {
	t := r.RequestURI
	if !strings.HasPrefix(t, "/") { // the request names the server, too
		t = rawPath(r)
		if r.URL.RawQuery != "" {
			t += "?" + r.URL.RawQuery
		}
	}
	return strings.TrimPrefix(t, "/")
}

// percentDecode decodes %XX and nothing else: '+' is a plus sign. ok is false where a '%' is not followed by two hexadecimal digits.
func percentDecode(s string) (decoded string, ok bool) {
	if strings.IndexByte(s, '%') < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b = append(b, s[i])
			continue
		}
		c, escape := escapeAt(s, i)
		if !escape {
			return "", false
		}
		b = append(b, c)
		i += 2
	}
	return string(b), true
}

// escapeAt is the byte that an escape %XX at i stands for, if there is one.
func escapeAt(s string, i int) (c byte, ok bool) {
	if s[i] != '%' || i+2 >= len(s) {
		return 0, false
	}
	high, low := hexDigit(s[i+1]), hexDigit(s[i+2])
	return byte(high<<4 | low), high >= 0 && low >= 0
}

// hexDigit returns what a hexadecimal digit is worth, -1 for what is none.
func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// parseQuery calls take with each name and value of a query, decoded as a form is: '+' is a space. A part that cannot be decoded,
// and what take refuses, is a fault.
func parseQuery(query string, take func(name, value string) *fault) *fault {
	for query != "" {
		var part string
		part, query, _ = strings.Cut(query, "&")
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, nameOK := percentDecode(strings.ReplaceAll(name, "+", " "))
		value, valueOK := percentDecode(strings.ReplaceAll(value, "+", " "))
		if !nameOK || !valueOK {
			return badRequest("the query is not percent-encoded rightly")
		}
		if f := take(name, value); f != nil {
			return f
		}
	}
	return nil
}
