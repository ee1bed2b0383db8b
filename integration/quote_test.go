package integration

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var errQuotes = errors.New("unbalanced quotes")

// splitArgs splits a command line as redis-cli does: words stand between
// blanks, "..." knows \n \r \t \b \a \\ \" and \xHH, '...' knows \'.
func splitArgs(line string) ([]string, error) {
	var args []string
	for i := 0; i < len(line); {
		if line[i] == ' ' {
			i++
			continue
		}
		arg, n, err := splitWord(line[i:])
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		i += n
	}
	return args, nil
}

// splitWord reads the word at the start of s and returns it and its length in s.
func splitWord(s string) (string, int, error) {
	var word []byte
	for i := 0; i < len(s); {
		switch c := s[i]; c {
		case ' ':
			return string(word), i, nil
		case '"', '\'':
			part, n, err := splitQuoted(s[i:])
			if err != nil {
				return "", 0, err
			}
			word = append(word, part...)
			i += n
			if i < len(s) && s[i] != ' ' {
				return "", 0, errQuotes
			}
		default:
			word = append(word, c)
			i++
		}
	}
	return string(word), len(s), nil
}

// splitQuoted reads the quoted string at the start of s.
func splitQuoted(s string) ([]byte, int, error) {
	quote := s[0]
	var out []byte
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == quote:
			return out, i + 1, nil
		case s[i] == '\\' && quote == '\'' && strings.HasPrefix(s[i:], `\'`):
			out = append(out, '\'')
			i++
		case s[i] == '\\' && quote == '"' && i+1 < len(s):
			c, n := unescape(s[i:])
			out = append(out, c)
			i += n - 1
		default:
			out = append(out, s[i])
		}
	}
	return nil, 0, errQuotes
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'a': '\a'}

func unescape(s string) (byte, int) {
	if s[1] == 'x' && len(s) >= 4 {
		if n, err := strconv.ParseUint(s[2:4], 16, 8); err == nil {
			return byte(n), 4
		}
	}
	if c, ok := escapes[s[1]]; ok {
		return c, 2
	}
	return s[1], 2
}

var variable = regexp.MustCompile(`\$\{[^}]*\}`)

// expand replaces ${name} by vars[name] and ${text*n} by n times text.
func expand(s string, vars map[string]string) (string, error) {
	var bad error
	out := variable.ReplaceAllStringFunc(s, func(m string) string {
		name := m[2 : len(m)-1]
		if text, count, ok := strings.Cut(name, "*"); ok {
			n, err := strconv.Atoi(count)
			if err != nil || n < 0 {
				bad = fmt.Errorf("bad repetition %s", m)
				return ""
			}
			return strings.Repeat(text, n)
		}
		v, ok := vars[name]
		if !ok {
			bad = fmt.Errorf("unknown variable %s", m)
		}
		return v
	})
	return out, bad
}

func TestSplitArgs(t *testing.T) {
	for _, tt := range []struct {
		line string
		want []string
		err  error
	}{
		{"GET k", []string{"GET", "k"}, nil},
		{`SET  "a b" ''`, []string{"SET", "a b", ""}, nil},
		{`"\x00\xff\n\"\\\q"`, []string{"\x00\xff\n\"\\q"}, nil},
		{`'it\'s \n'`, []string{`it's \n`}, nil},
		{`"open`, nil, errQuotes},
		{`"a"b`, nil, errQuotes},
	} {
		got, err := splitArgs(tt.line)
		if !slices.Equal(got, tt.want) || !errors.Is(err, tt.err) {
			t.Errorf("splitArgs(%s) = %q, %v; want %q, %v", tt.line, got, err, tt.want, tt.err)
		}
	}
}

func TestExpand(t *testing.T) {
	vars := map[string]string{"id": "7"}
	for _, tt := range []struct {
		in, want string
		ok       bool
	}{
		{"a${id}b", "a7b", true},
		{"${xy*3}", "xyxyxy", true},
		{"${x*}", "", false},
		{"${none}", "", false},
	} {
		got, err := expand(tt.in, vars)
		if got != tt.want || (err == nil) != tt.ok {
			t.Errorf("expand(%s) = %q, %v; want %q, ok %v", tt.in, got, err, tt.want, tt.ok)
		}
	}
}
