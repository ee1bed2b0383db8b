package aof

import "strings"

// The manifest's words are quoted as redis-server quotes in redis.conf: "..." with C escapes and \xHH, '...' with \' only.

func needsQuotes(s string) bool {
	if s == "" {
		return true
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '\'' || c == '\\' {
			return true
		}
	}
	return false
}

func appendQuoted(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' || c == '"':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\a':
			b = append(b, `\a`...)
		case c == '\b':
			b = append(b, `\b`...)
		case c < ' ' || c >= 0x7f:
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// splitWords splits a line at white space outside quotes. It returns false for quotes that do not end, or that end inside a word.
func splitWords(s string) ([]string, bool) {
	var words []string
	for {
		s = strings.TrimLeft(s, " \t\r\n\v\f")
		if s == "" {
			return words, true
		}
		word, rest, ok := nextWord(s)
		if !ok {
			return nil, false
		}
		words = append(words, word)
		s = rest
	}
}

func nextWord(s string) (word, rest string, ok bool) {
	var b []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isSpace(c):
			return string(b), s[i:], true
		case c == '"' || c == '\'':
			text, n, ok := unquote(s[i:])
			i += n
			if !ok || (i < len(s) && !isSpace(s[i])) {
				return "", "", false
			}
			return string(b) + text, s[i:], true
		default:
			b = append(b, c)
		}
	}
	return string(b), "", true
}

// unquote reads the quoted text that s begins with. It returns its length in s, quotes included.
func unquote(s string) (text string, n int, ok bool) {
	quote := s[0]
	var b []byte
	for i := 1; i < len(s); i++ {
		c := s[i]
		switch {
		case c == quote:
			return string(b), i + 1, true
		case c != '\\' || i+1 == len(s):
			b = append(b, c)
		case quote == '\'':
			if s[i+1] == '\'' {
				i++
				c = '\''
			}
			b = append(b, c)
		case s[i+1] == 'x' && i+3 < len(s) && hexDigit(s[i+2]) >= 0 && hexDigit(s[i+3]) >= 0:
			b = append(b, byte(hexDigit(s[i+2])<<4|hexDigit(s[i+3])))
			i += 3
		default:
			i++
			b = append(b, unescape(s[i]))
		}
	}
	return "", len(s), false
}

func unescape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'b':
		return '\b'
	case 'a':
		return '\a'
	}
	return c
}

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

func isSpace(c byte) bool { return c == ' ' || (c >= '\t' && c <= '\r') }
