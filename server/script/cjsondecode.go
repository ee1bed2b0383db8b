package script

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	lua "github.com/yuin/gopher-lua"
)

// jsonReader decodes a text.
type jsonReader struct {
	e     *Engine
	L     *lua.LState
	s     *jsonSettings
	null  *lua.LUserData
	text  string
	pos   int
	depth int
}

func (r *jsonReader) document() lua.LValue {
	if len(r.text) > 1 && (r.text[0] == 0 || r.text[1] == 0) {
		throw(r.L, "JSON parser does not support UTF-16 or UTF-32")
	}
	r.e.guard.took(r.L, len(r.text))
	v := r.value()
	r.blanks()
	if r.pos < len(r.text) {
		r.unexpected("the end")
	}
	return v
}

func (r *jsonReader) blanks() {
	for r.pos < len(r.text) && strings.IndexByte(" \t\n\r", r.text[r.pos]) >= 0 {
		r.pos++
	}
}

// peek is the next byte that is no blank; 0: the end.
func (r *jsonReader) peek() byte {
	r.blanks()
	if r.pos == len(r.text) {
		return 0
	}
	return r.text[r.pos]
}

// unexpected raises the error for what stands in place of what was expected.
func (r *jsonReader) unexpected(expected string) {
	throw(r.L, "Expected %s but found %s at character %d", expected, r.token(), r.pos+1)
}

// token names what comes next.
func (r *jsonReader) token() string {
	rest := r.text[r.pos:]
	if rest == "" {
		return "T_END"
	}
	switch c := rest[0]; {
	case c == '{':
		return "T_OBJ_BEGIN"
	case c == '}':
		return "T_OBJ_END"
	case c == '[':
		return "T_ARR_BEGIN"
	case c == ']':
		return "T_ARR_END"
	case c == ',':
		return "T_COMMA"
	case c == ':':
		return "T_COLON"
	case c == '"':
		return "T_STRING"
	case c == '-' || '0' <= c && c <= '9':
		return "T_NUMBER"
	case strings.HasPrefix(rest, "true") || strings.HasPrefix(rest, "false"):
		return "T_BOOLEAN"
	case strings.HasPrefix(rest, "null"):
		return "T_NULL"
	}
	return "invalid token"
}

func (r *jsonReader) value() lua.LValue {
	switch c := r.peek(); {
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case c == '"':
		return lua.LString(r.str())
	case r.word("true"):
		return lua.LTrue
	case r.word("false"):
		return lua.LFalse
	case r.word("null"):
		return r.null
	}
	return r.number()
}

func (r *jsonReader) word(w string) bool {
	if strings.HasPrefix(r.text[r.pos:], w) {
		r.pos += len(w)
		return true
	}
	return false
}

// down goes into a structure.
func (r *jsonReader) down() {
	r.depth++
	if r.depth > min(r.s.decodeDepth, maxJSONDepth) {
		throw(r.L, "Found too many nested data structures (%d) at character %d", r.depth, r.pos+1)
	}
	r.pos++
}

func (r *jsonReader) object() lua.LValue {
	r.down()
	t := r.L.NewTable()
	if r.peek() == '}' {
		r.pos++
		r.depth--
		return t
	}
	for {
		if r.peek() != '"' {
			r.unexpected("object key string")
		}
		k := r.str()
		if r.peek() != ':' {
			r.unexpected("colon")
		}
		r.pos++
		t.RawSetString(k, r.value())
		switch r.peek() {
		case '}':
			r.pos++
			r.depth--
			return t
		case ',':
			r.pos++
		default:
			r.unexpected("comma or object end")
		}
	}
}

func (r *jsonReader) array() lua.LValue {
	r.down()
	t := r.L.NewTable()
	if r.peek() == ']' {
		r.pos++
		r.depth--
		return t
	}
	for i := 1; ; i++ {
		t.RawSetInt(i, r.value())
		switch r.peek() {
		case ']':
			r.pos++
			r.depth--
			return t
		case ',':
			r.pos++
		default:
			r.unexpected("comma or array end")
		}
	}
}

// number reads what strtod reads, as lua-cjson does.
func (r *jsonReader) number() lua.LValue {
	end := r.pos
	for end < len(r.text) && strings.IndexByte("+-.0123456789abcdefABCDEFxXpPinfINFtyTYN", r.text[end]) >= 0 {
		end++
	}
	s := r.text[r.pos:end]
	plain := s != "" && (s[0] == '-' || '0' <= s[0] && s[0] <= '9')
	for n := len(s); n > 0 && (plain || r.s.decodeInvalid); n-- {
		f, err := parseNumber(s[:n])
		if numErr, ok := err.(*strconv.NumError); err == nil || ok && numErr.Err == strconv.ErrRange {
			if !r.s.decodeInvalid && (math.IsInf(f, 0) || math.IsNaN(f)) {
				break
			}
			r.pos += n
			return lua.LNumber(f)
		}
	}
	if plain {
		throw(r.L, "Expected value but found invalid number at character %d", r.pos+1)
	}
	r.unexpected("value")
	return lua.LNil
}

// parseNumber is strconv.ParseFloat, and knows whole hexadecimal numbers.
func parseNumber(s string) (float64, error) {
	if digits := strings.TrimPrefix(s, "-"); len(digits) > 2 && digits[0] == '0' && digits[1]|0x20 == 'x' && !strings.ContainsAny(s, "pP") {
		s += "p0"
	}
	return strconv.ParseFloat(s, 64)
}

// str reads a string in quotes.
func (r *jsonReader) str() string {
	r.pos++
	begin := r.pos
	for r.pos < len(r.text) && r.text[r.pos] != '"' && r.text[r.pos] != '\\' {
		r.pos++
	}
	if r.pos < len(r.text) && r.text[r.pos] == '"' {
		r.pos++
		return r.text[begin : r.pos-1]
	}
	b := []byte(r.text[begin:r.pos])
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; c {
		case '"':
			r.pos++
			return string(b)
		case '\\':
			b = r.escape(b)
		default:
			b = append(b, c)
			r.pos++
		}
	}
	throw(r.L, "Expected value but found unexpected end of string at character %d", r.pos+1)
	return ""
}

// escape appends what an escape stands for.
func (r *jsonReader) escape(b []byte) []byte {
	rest := r.text[r.pos+1:]
	if rest == "" {
		throw(r.L, "Expected value but found unexpected end of string at character %d", r.pos+1)
	}
	if i := strings.IndexByte(`"\/bfnrt`, rest[0]); i >= 0 {
		r.pos += 2
		return append(b, "\"\\/\b\f\n\r\t"[i])
	}
	c, ok := hex4(rest)
	if !ok {
		if rest[0] == 'u' {
			throw(r.L, "Expected value but found invalid unicode escape code at character %d", r.pos+1)
		}
		throw(r.L, "Expected value but found invalid escape code at character %d", r.pos+1)
	}
	r.pos += 6
	if utf16.IsSurrogate(c) {
		low, ok := rune(0), false
		if strings.HasPrefix(r.text[r.pos:], `\`) {
			low, ok = hex4(r.text[r.pos+1:])
		}
		full := utf16.DecodeRune(c, low)
		if !ok || full == utf8.RuneError {
			throw(r.L, "Expected value but found invalid unicode escape code at character %d", r.pos-5)
		}
		r.pos += 6
		c = full
	}
	return utf8.AppendRune(b, c)
}

// hex4 reads "uXXXX".
func hex4(s string) (rune, bool) {
	if len(s) < 5 || s[0] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:5], 16, 16)
	return rune(n), err == nil
}
