package resp

import (
	"bytes"
	"errors"
)

// ErrUnbalancedQuotes is SplitArgs' only error: a quote is not closed, or something follows a closing quote directly.
var ErrUnbalancedQuotes = errors.New("unbalanced quotes")

// SplitArgs splits a line into arguments at blanks, as an inline request and a line of a configuration file are split.
//
// In "double quotes", \n \r \t \b \a and \xHH stand for their bytes and any other \c for c; in 'single quotes', only \' is
// special. A line without arguments gives an empty slice. The result shares no memory with line.
func SplitArgs(line []byte) ([][]byte, error) {
	args, _, ok := splitArgs(nil, make([]byte, 0, len(line)), line)
	if !ok {
		return nil, ErrUnbalancedQuotes
	}
	return args, nil
}

// inline reads the inline request at the start of b.
func (p *Parser) inline(b []byte, lim *Limits) (used int, err error) {
	line, ok, err := p.line(b, '\n', 1, lim, errBigInline)
	if err != nil || !ok {
		return 0, err
	}
	used = len(line) + 1
	line = bytes.TrimSuffix(line, []byte{'\r'})
	if cap(p.scratch) < len(line) {
		p.scratch = make([]byte, 0, max(len(line), 64))
	}
	p.Args, p.scratch, ok = splitArgs(p.Args[:0], p.scratch[:0], line)
	if !ok {
		return 0, errQuotes
	}
	return used, nil
}

// splitArgs appends the arguments in line to args and their bytes to buf, which must have room for len(line) more.
func splitArgs(args [][]byte, buf, line []byte) (_ [][]byte, _ []byte, ok bool) {
	for i := 0; ; {
		for i < len(line) && isSpace(line[i]) {
			i++
		}
		if i == len(line) || line[i] == 0 {
			return args, buf, true
		}
		start := len(buf)
		buf, i, ok = appendArg(buf, line, i)
		if !ok {
			return args, buf, false
		}
		args = append(args, buf[start:len(buf):len(buf)])
	}
}

// appendArg appends the argument at line[i] to buf, without quotes and escapes, and returns the offset behind it.
func appendArg(buf, line []byte, i int) (_ []byte, next int, ok bool) {
	for i < len(line) {
		switch c := line[i]; c {
		case ' ', '\t', '\r', '\n', 0:
			return buf, i, true
		case '"', '\'':
			if c == '"' {
				buf, i, ok = appendDoubleQuoted(buf, line, i+1)
			} else {
				buf, i, ok = appendSingleQuoted(buf, line, i+1)
			}
			// A closing quote ends the argument.
			if !ok || (i < len(line) && line[i] != 0 && !isSpace(line[i])) {
				return buf, i, false
			}
			return buf, i, true
		default:
			buf = append(buf, c)
			i++
		}
	}
	return buf, i, true
}

// appendDoubleQuoted appends what stands between double quotes, of which line[i] follows the first.
func appendDoubleQuoted(buf, line []byte, i int) (_ []byte, next int, ok bool) {
	for i < len(line) {
		c := line[i]
		i++
		switch {
		case c == '"':
			return buf, i, true
		case c == 0:
			return buf, i, false
		case c == '\\' && i+2 < len(line) && line[i] == 'x' && isHex(line[i+1]) && isHex(line[i+2]):
			buf = append(buf, unhex(line[i+1])<<4|unhex(line[i+2]))
			i += 3
		case c == '\\' && i < len(line):
			buf = append(buf, unescape(line[i]))
			i++
		default:
			buf = append(buf, c)
		}
	}
	return buf, i, false
}

// appendSingleQuoted appends what stands between single quotes, of which line[i] follows the first.
func appendSingleQuoted(buf, line []byte, i int) (_ []byte, next int, ok bool) {
	for i < len(line) {
		c := line[i]
		i++
		switch {
		case c == '\'':
			return buf, i, true
		case c == 0:
			return buf, i, false
		case c == '\\' && i < len(line) && line[i] == '\'':
			buf = append(buf, '\'')
			i++
		default:
			buf = append(buf, c)
		}
	}
	return buf, i, false
}

func isSpace(c byte) bool {
	return c == ' ' || (c >= '\t' && c <= '\r')
}

func isHex(c byte) bool {
	return (c >= '0' && c <= '9') || (c|0x20 >= 'a' && c|0x20 <= 'f')
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
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
