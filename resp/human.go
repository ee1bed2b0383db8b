package resp

import (
	"strconv"
	"strings"
)

// String shows the reply to people as redis-cli does on a terminal, without a line end behind it. Attributes are not shown.
func (v Value) String() string {
	return string(v.appendHuman(nil, 0))
}

// appendHuman appends v; lines after its first are indented by indent blanks.
func (v Value) appendHuman(b []byte, indent int) []byte {
	if v.Null {
		return append(b, "(nil)"...)
	}
	switch v.Kind {
	case '-':
		return append(append(b, "(error) "...), v.Str...)
	case ':':
		return AppendInt(append(b, "(integer) "...), v.Int)
	case ',':
		return append(append(b, "(double) "...), v.Str...)
	case '(':
		return append(append(b, "(big number) "...), v.Str...)
	case '#':
		return append(b, [2]string{"(false)", "(true)"}[v.Int&1]...)
	case '$':
		return appendQuoted(b, v.Str)
	case '*', '~', '%', '>':
		return v.appendAggregate(b, indent)
	}
	return append(b, v.Str...) // a status, a verbatim text
}

// entries returns the number of elements or, for a map, of pairs.
func (v Value) entries() int {
	if v.Kind == '%' {
		return len(v.Elems) / 2
	}
	return len(v.Elems)
}

func (v Value) appendAggregate(b []byte, indent int) []byte {
	mark, empty := byte(')'), "(empty array)"
	switch v.Kind {
	case '~':
		mark, empty = '~', "(empty set)"
	case '%':
		mark, empty = '#', "(empty hash)"
	case '>':
		empty = "(empty push)"
	}
	n := v.entries()
	if n == 0 {
		return append(b, empty...)
	}
	width := len(strconv.Itoa(n))
	inner := indent + width + 2
	for i := range n {
		if i > 0 {
			b = appendBlanks(append(b, '\n'), indent)
		}
		number := strconv.Itoa(i + 1)
		b = append(appendBlanks(b, width-len(number)), number...)
		b = append(b, mark, ' ')
		if v.Kind != '%' {
			b = v.Elems[i].appendHuman(b, inner)
			continue
		}
		key, value := v.Elems[2*i], v.Elems[2*i+1]
		b = append(key.appendHuman(b, inner), " => "...)
		if value.entries() > 1 {
			b = appendBlanks(append(b, '\n'), inner)
		}
		b = value.appendHuman(b, inner)
	}
	return b
}

func appendBlanks(b []byte, n int) []byte {
	return append(b, strings.Repeat(" ", n)...)
}

// appendQuoted appends s in double quotes, in the notation that SplitArgs reads.
func appendQuoted(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
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
		case c < ' ' || c > '~':
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
