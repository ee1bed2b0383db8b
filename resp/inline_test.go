package resp

import (
	"errors"
	"strings"
	"testing"
)

func TestSplitArgs(t *testing.T) {
	t.Parallel()
	const unbalanced = "?"
	tests := []struct{ in, want string }{
		{"", ""},
		{" \t\v\f\r\n", ""},
		{"a", "a"},
		{"  SET  key\tvalue ", "SET|key|value"},
		{"a\vb\fc", "a\vb\fc"},
		{`""`, ""},
		{`a "" b`, "a||b"},
		{`"a b"`, "a b"},
		{`"\x41\n\r\t\b\a\q\"\\"`, "A\n\r\t\b\aq\"\\"},
		{`"\x4" "\xZZ" "\x4g" "\xfF"`, "x4|xZZ|x4g|\xff"},
		{`'a\'b\n"'`, `a'b\n"`},
		{`a"b c"`, "ab c"},
		{`a'b c' d`, "ab c|d"},
		{`a\"b c"`, `a\b c`},
		{`\x41`, `\x41`},
		{"\"a\"\v'b'", "a|b"},
		{"a\x00b", "a"},
		{"\x00a", ""},
		{"\"a\x00b\"", unbalanced},
		{"'a\x00'", unbalanced},
		{`"a`, unbalanced},
		{`"a\"`, unbalanced},
		{`"a\`, unbalanced},
		{`'a`, unbalanced},
		{`'a\'`, unbalanced},
		{`"a"b`, unbalanced},
		{`'a'b`, unbalanced},
		{`"a""b"`, unbalanced},
		{`a"`, unbalanced},
	}
	for _, tt := range tests {
		args, err := SplitArgs([]byte(tt.in))
		parts := make([]string, len(args))
		for i, a := range args {
			parts[i] = string(a)
		}
		got := strings.Join(parts, "|")
		if errors.Is(err, ErrUnbalancedQuotes) {
			got = unbalanced
		} else if err != nil {
			t.Fatal(err)
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSplitArgsSharesNothing(t *testing.T) {
	t.Parallel()
	line := []byte(`ab "cd" 'ef'`)
	args, err := SplitArgs(line)
	if err != nil || len(args) != 3 {
		t.Fatal(args, err)
	}
	clear(line)
	args[0] = append(args[0], 'X')
	if string(args[0]) != "abX" || string(args[1]) != "cd" || string(args[2]) != "ef" {
		t.Errorf("got %q", args)
	}
}
