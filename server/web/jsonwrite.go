package web

import (
	"encoding/base64"
	"io"
	"unicode/utf8"
)

// encoder writes replies as JSON.
type encoder struct {
	out    []byte
	base64 bool      // strings are encoded
	to     io.Writer // takes what is in out when that becomes long; nil: nobody does
}

// spillAt is how long out becomes before it is written.
const spillAt = 256 << 10

func (e *encoder) spill() {
	if e.to != nil && len(e.out) >= spillAt {
		e.to.Write(e.out) // who does not take it gets no more of it
		e.out = e.out[:0]
	}
}

// outcome appends a command's reply as an object, with its result or its error.
func (e *encoder) outcome(r Reply) {
	if r.IsError() {
		e.failure(string(r.line()))
		return
	}
	e.out = append(e.out, `{"result":`...)
	if r[0] == '+' && string(r) == "+OK\r\n" {
		e.out = append(e.out, `"OK"`...)
	} else {
		e.value(r)
	}
	e.out = append(e.out, '}')
}

// failure appends an error as an object.
func (e *encoder) failure(text string) {
	e.out = append(e.out, `{"error":`...)
	e.text([]byte(text))
	e.out = append(e.out, '}')
}

// value appends the first reply in r and returns what follows it.
func (e *encoder) value(r Reply) (rest Reply) {
	line := r.line()
	rest = r[len(line)+3:]
	switch r[0] {
	case ':':
		e.out = append(e.out, line...)
	case '-':
		e.text(line)
	case '*':
		n, _ := r.open()
		if n < 0 {
			e.out = append(e.out, "null"...)
			break
		}
		e.out = append(e.out, '[')
		for i := range n {
			if i > 0 {
				e.out = append(e.out, ',')
			}
			rest = e.value(rest)
			e.spill()
		}
		e.out = append(e.out, ']')
	case '$':
		size := r.Size()
		e.bulk(r.Bytes())
		rest = r[size:]
	default:
		e.bulk(line)
	}
	return rest
}

// bulk appends a string; nil: null.
func (e *encoder) bulk(s []byte) {
	switch {
	case s == nil:
		e.out = append(e.out, "null"...)
	case e.base64:
		e.encoded(s)
	default:
		e.text(s)
	}
}

// stringPart is how much of a long string is written at a time; a multiple of three.
const stringPart = 48 << 10

func (e *encoder) encoded(s []byte) {
	e.out = append(e.out, '"')
	for len(s) > stringPart {
		e.out = base64.StdEncoding.AppendEncode(e.out, s[:stringPart])
		s = s[stringPart:]
		e.spill()
	}
	e.out = append(base64.StdEncoding.AppendEncode(e.out, s), '"')
}

// text appends a string as it is. JSON has no bytes that are no UTF-8: each becomes the replacement character.
func (e *encoder) text(s []byte) {
	e.out = append(e.out, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if plain[c] {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			if r, size := utf8.DecodeRune(s[i:]); r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		e.out = append(e.out, s[from:i]...)
		e.escape(c)
		i++
		from = i
		e.spill()
	}
	for len(s)-from > stringPart {
		e.out = append(e.out, s[from:from+stringPart]...)
		from += stringPart
		e.spill()
	}
	e.out = append(append(e.out, s[from:]...), '"')
}

// escape appends a byte that cannot stand for itself.
func (e *encoder) escape(c byte) {
	const hex = "0123456789abcdef"
	switch {
	case c == '"' || c == '\\':
		e.out = append(e.out, '\\', c)
	case c == '\n':
		e.out = append(e.out, `\n`...)
	case c == '\r':
		e.out = append(e.out, `\r`...)
	case c == '\t':
		e.out = append(e.out, `\t`...)
	case c >= utf8.RuneSelf:
		e.out = append(e.out, `\ufffd`...)
	default:
		e.out = append(e.out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	}
}

// plain are the bytes that stand for themselves in a string of JSON.
var plain = func() (t [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()
