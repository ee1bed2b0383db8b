package web

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// maxWords bounds the words of all commands of a request: each takes memory that its bytes in JSON do not account for.
const maxWords = 1 << 20

// parser reads commands from JSON, which it changes: strings are decoded where they stand, and words are views.
type parser struct {
	b     []byte
	i     int
	words [][]byte
	err   error // the first
}

// syntaxError says what is wrong with a body, and where.
type syntaxError struct {
	what string
	at   int
}

func (e *syntaxError) Error() string { return fmt.Sprintf("invalid JSON at byte %d: %s", e.at, e.what) }

func (p *parser) fail(what string) bool {
	if p.err == nil {
		p.err = &syntaxError{what, min(p.i, len(p.b))}
	}
	return false
}

// command reads a body that is one command. Its words are in p.words.
func (p *parser) command() error {
	if p.array() {
		p.end()
	}
	return p.err
}

// commands reads a body that is an array of commands, and appends to ends where in p.words each of them ends.
func (p *parser) commands(ends []int) ([]int, error) {
	if !p.open("an array of commands") {
		return ends, p.err
	}
	for first := true; p.more(first); first = false {
		if !p.array() {
			return ends, p.err
		}
		ends = append(ends, len(p.words))
	}
	p.end()
	return ends, p.err
}

// array reads the array of a command's words.
func (p *parser) array() bool {
	if !p.open("an array of a command's words") {
		return false
	}
	for first := true; p.more(first); first = false {
		if len(p.words) == maxWords {
			return p.fail("too many words")
		}
		w, ok := p.word()
		if !ok {
			return false
		}
		p.words = append(p.words, w)
	}
	return p.err == nil
}

// open reads the beginning of an array.
func (p *parser) open(what string) bool {
	if p.peek() != '[' {
		return p.fail(what + " is expected")
	}
	p.i++
	return true
}

// more reads what stands before an element, and reports false at the end of the array or of what can be read.
func (p *parser) more(first bool) bool {
	switch c := p.peek(); {
	case p.err != nil:
		return false
	case c == ']':
		p.i++
		return false
	case first:
		return true
	case c == ',':
		p.i++
		return true
	}
	return p.fail("a comma or the end of the array is expected")
}

// end wants nothing to follow.
func (p *parser) end() {
	if p.err == nil && (p.peek() != 0 || p.i < len(p.b)) {
		p.fail("something follows the end")
	}
}

// peek is the next byte that is no space; 0: there is none.
func (p *parser) peek() byte {
	for ; p.i < len(p.b); p.i++ {
		switch c := p.b[p.i]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// word reads a word: a string, a number or a truth value.
func (p *parser) word() ([]byte, bool) {
	switch c := p.peek(); {
	case c == '"':
		p.i++
		return p.text()
	case c == '-' || c-'0' <= 9:
		return p.number()
	case c == 't':
		return p.literal("true")
	case c == 'f':
		return p.literal("false")
	case c == 'n':
		return nil, p.fail("null args are not supported")
	case c == '[' || c == '{':
		return nil, p.fail("a word of a command is a string, a number or a truth value")
	}
	return nil, p.fail("a word is expected")
}

func (p *parser) literal(s string) ([]byte, bool) {
	if len(p.b)-p.i < len(s) || string(p.b[p.i:p.i+len(s)]) != s {
		return nil, p.fail("a word is expected")
	}
	p.i += len(s)
	return p.b[p.i-len(s) : p.i], true
}

// number reads a number, which is taken letter by letter.
func (p *parser) number() ([]byte, bool) {
	from := p.i
	if p.at() == '-' {
		p.i++
	}
	if p.at() == '0' {
		p.i++
	} else if !p.digits() {
		return nil, p.fail("a digit is expected")
	}
	if p.at() == '.' {
		p.i++
		if !p.digits() {
			return nil, p.fail("a digit is expected")
		}
	}
	if c := p.at(); c == 'e' || c == 'E' {
		p.i++
		if c := p.at(); c == '+' || c == '-' {
			p.i++
		}
		if !p.digits() {
			return nil, p.fail("a digit is expected")
		}
	}
	return p.b[from:p.i], true
}

// at is the next byte; 0: there is none.
func (p *parser) at() byte {
	if p.i < len(p.b) {
		return p.b[p.i]
	}
	return 0
}

func (p *parser) digits() bool {
	from := p.i
	for p.at()-'0' <= 9 {
		p.i++
	}
	return p.i > from
}

// text reads a string behind its opening quote.
func (p *parser) text() ([]byte, bool) {
	from := p.i
	for p.i < len(p.b) {
		switch c := p.b[p.i]; {
		case c == '"':
			p.i++
			return p.b[from : p.i-1], true
		case c == '\\':
			return p.escaped(from)
		case c < ' ':
			return nil, p.fail("a control character in a string")
		}
		p.i++
	}
	return nil, p.fail("a string without its end")
}

// escaped reads on in a string that began at from, at its first escape. What is decoded is never longer than it was.
func (p *parser) escaped(from int) ([]byte, bool) {
	to := p.i
	for p.i < len(p.b) {
		c := p.b[p.i]
		p.i++
		switch {
		case c == '"':
			return p.b[from:to], true
		case c == '\\':
			n, ok := p.escape(to)
			if !ok {
				return nil, false
			}
			to = n
			continue
		case c < ' ':
			return nil, p.fail("a control character in a string")
		}
		p.b[to] = c
		to++
	}
	return nil, p.fail("a string without its end")
}

// escape decodes an escape behind its backslash to place to, and returns the place behind it.
func (p *parser) escape(to int) (int, bool) {
	c := p.at()
	p.i++
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		r, ok := p.hex()
		if !ok {
			return 0, false
		}
		if utf16.IsSurrogate(r) {
			r = p.pair(r)
		}
		return len(utf8.AppendRune(p.b[:to], r)), true
	default:
		return 0, p.fail("an unknown escape in a string")
	}
	p.b[to] = c
	return to + 1, true
}

// pair reads the second half of a surrogate pair. A half that stands alone is the replacement character.
func (p *parser) pair(first rune) rune {
	if p.i+6 > len(p.b) || p.b[p.i] != '\\' || p.b[p.i+1] != 'u' {
		return utf8.RuneError
	}
	back, err := p.i, p.err
	p.i += 2
	second, ok := p.hex()
	if r := utf16.DecodeRune(first, second); ok && r != utf8.RuneError {
		return r
	}
	p.i, p.err = back, err
	return utf8.RuneError
}

// hex reads four hexadecimal digits.
func (p *parser) hex() (r rune, ok bool) {
	if p.i+4 > len(p.b) {
		return 0, p.fail("four hexadecimal digits are expected")
	}
	for _, c := range p.b[p.i : p.i+4] {
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, p.fail("four hexadecimal digits are expected")
		}
		r = r<<4 | rune(c)
	}
	p.i += 4
	return r, true
}
