package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// etagSize is the length of an entity tag with its quotes: half a SHA-256 in hexadecimal.
const etagSize = 2 + sha256.Size

// etagOf is the strong entity tag of a value: equal values have equal tags, also on other servers and after a restart.
func etagOf(value []byte) string {
	sum := sha256.Sum256(value)
	b := make([]byte, 0, etagSize)
	b = append(b, '"')
	b = hex.AppendEncode(b, sum[:sha256.Size/2])
	return string(append(b, '"'))
}

// conditions are what If-Match and If-None-Match ask for (RFC 9110, 13.1).
type conditions struct {
	match, noneMatch tagList
}

// tagList is a list of entity tags, or "*". The zero value is a header that was not sent.
type tagList struct {
	sent, any bool
	tags      []string // with quotes; a weak one with W/
}

// conditionsOf reads a request's conditions.
func conditionsOf(h http.Header) (c conditions, f *fault) {
	var matchOK, noneOK bool
	c.match, matchOK = tagsOf(h["If-Match"])
	c.noneMatch, noneOK = tagsOf(h["If-None-Match"])
	if !matchOK || !noneOK {
		return c, badRequest(`If-Match and If-None-Match are * or entity tags in double quotes`)
	}
	return c, nil
}

// tagsOf parses the lines of one header.
func tagsOf(lines []string) (l tagList, ok bool) {
	if len(lines) == 0 {
		return l, true
	}
	l.sent = true
	rest := strings.TrimSpace(strings.Join(lines, ","))
	if rest == "*" {
		l.any = true
		return l, true
	}
	for rest != "" {
		weak := strings.TrimPrefix(rest, "W/")
		if !strings.HasPrefix(weak, `"`) {
			return l, false
		}
		end := strings.IndexByte(weak[1:], '"')
		if end < 0 {
			return l, false
		}
		n := len(rest) - len(weak) + end + 2
		l.tags = append(l.tags, rest[:n])
		rest = strings.TrimLeft(rest[n:], " \t")
		if rest == "" {
			break
		}
		if rest[0] != ',' {
			return l, false
		}
		rest = strings.TrimLeft(rest, ", \t")
	}
	return l, len(l.tags) > 0
}

// none reports whether nothing is asked for.
func (c conditions) none() bool { return !c.match.sent && !c.noneMatch.sent }

// onlyNew reports whether nothing is asked for but that the key is not there.
func (c conditions) onlyNew() bool { return c.noneMatch.any && !c.match.sent }

// onlyThere reports whether nothing is asked for but that the key is there.
func (c conditions) onlyThere() bool { return c.match.any && !c.noneMatch.sent }

// matches reports whether If-Match holds. etag is that of the value; "" stands for none that could be compared.
func (c conditions) matches(exists bool, etag string) bool {
	return !c.match.sent || exists && (c.match.any || c.match.has(etag, false))
}

// differs reports whether If-None-Match holds.
func (c conditions) differs(exists bool, etag string) bool {
	return !c.noneMatch.sent || !exists || !c.noneMatch.any && !c.noneMatch.has(etag, true)
}

// has reports whether the tag is in the list; weak tags count only where the comparison is weak.
func (l tagList) has(etag string, weak bool) bool {
	for _, t := range l.tags {
		if t == etag || weak && strings.TrimPrefix(t, "W/") == etag {
			return true
		}
	}
	return false
}
