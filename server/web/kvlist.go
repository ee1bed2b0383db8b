package web

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	listDefault = 100     // keys of a page, where limit does not say
	listMost    = 10_000  // that limit may ask for
	listEffort  = 100_000 // keys that are looked at for a page

	// listStep is how many keys SCAN looks at in one call: a step holds up nobody.
	listStep = 1000
)

// kvPage is what a request asks for, and what came of it.
type kvPage struct {
	match  []byte // a pattern; nil for all keys
	cursor []byte
	limit  int
	keys   [][]byte
}

// kvList answers with keys and the cursor of the next page, "0" after the last one: {"keys":[...],"cursor":"0"}. A page may have fewer
// keys than limit, none too, before the last. As with SCAN, a key that is there from the first page to the last is given at least once.
// Keys that are not UTF-8, which JSON cannot hold, stand in base64 in a list of their own, "binary_keys".
func (s *rest) kvList(w http.ResponseWriter, r *http.Request, c hand, q kvRequest) *fault {
	p, f := kvPageOf(q.query)
	if f != nil {
		return f
	}
	if f := p.fill(c); f != nil {
		return f
	}
	b := []byte(`{"keys":[`)
	var binary []byte
	for _, k := range p.keys {
		if !utf8.Valid(k) {
			binary = base64.StdEncoding.AppendEncode(append(binary, `,"`...), k)
			binary = append(binary, '"')
			continue
		}
		if b[len(b)-1] != '[' {
			b = append(b, ',')
		}
		b = appendText(b, string(k))
	}
	b = append(b, ']')
	if binary != nil {
		b = append(append(append(b, `,"binary_keys":[`...), binary[1:]...), ']')
	}
	b = appendText(append(b, `,"cursor":`...), string(p.cursor))
	writeJSON(w, http.StatusOK, append(b, '}'))
	return nil
}

// kvPageOf reads the query of a list.
func kvPageOf(query string) (p kvPage, f *fault) {
	p = kvPage{cursor: []byte("0"), limit: listDefault}
	f = parseQuery(query, func(name, value string) *fault {
		switch name {
		case "prefix":
			p.match = nil
			if value != "" {
				p.match = append(escapeGlob(value), '*')
			}
		case "cursor":
			if _, err := strconv.ParseUint(value, 10, 64); err != nil && value != "" {
				return badRequest("cursor is what the page before has told")
			}
			if value != "" {
				p.cursor = []byte(value)
			}
		case "limit":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > listMost {
				return badRequest("limit is a whole number from 1 to " + strconv.Itoa(listMost))
			}
			p.limit = n
		default:
			return onlyToken(name, value)
		}
		return nil
	})
	return p, f
}

// escapeGlob makes a pattern that matches exactly s.
func escapeGlob(s string) []byte {
	b := make([]byte, 0, len(s)+1)
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(`*?[\`, s[i]) >= 0 {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return b
}

// fill gathers a page. A step that brings more keys than the page has room for is taken back and made smaller; the smallest, one bucket
// of a table, may make a page larger than limit, only if it is the page's first.
func (p *kvPage) fill(c hand) *fault {
	seen := make(map[string]bool)
	step := min(p.limit, listStep)
	if p.match != nil {
		step = listStep
	}
	for effort := 0; effort < listEffort && len(p.keys) < p.limit; {
		reply := c.scan(p.cursor, p.match, step)
		if f := faultIn(reply); f != nil {
			return f
		}
		parts := reply.Elems()
		found := parts[1].Elems()
		if len(p.keys)+len(found) > p.limit && (step > 1 || len(p.keys) > 0) {
			if step == 1 {
				return nil
			}
			step = max(step/8, 1)
			continue
		}
		for _, e := range found {
			if k := string(e.Bytes()); !seen[k] {
				seen[k] = true
				p.keys = append(p.keys, []byte(k))
			}
		}
		p.cursor = append(p.cursor[:0:0], parts[0].Bytes()...)
		if string(p.cursor) == "0" {
			return nil
		}
		effort += step
	}
	return nil
}

// scan runs a step of SCAN; match may be nil.
func (c hand) scan(cursor, match []byte, count int) Reply {
	words := [][]byte{[]byte("SCAN"), cursor, []byte("COUNT"), strconv.AppendInt(nil, int64(count), 10)}
	if match != nil {
		words = append(words, []byte("MATCH"), match)
	}
	return c.Do(words...)
}
