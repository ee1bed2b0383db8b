package resp

import (
	"bufio"
	"io"
	"strings"
	"testing"
)

func TestStringAsRedisCLI(t *testing.T) {
	t.Parallel()
	rows := append(recorded(t, "human.txt"), // and what redis-cli cannot show
		[]string{"(123\r\n", "(big number) 123\n"},
		[]string{">2\r\n$7\r\nmessage\r\n:1\r\n", "1) \"message\"\n2) (integer) 1\n"},
		[]string{">0\r\n", "(empty push)\n"})
	for _, row := range rows {
		r := bufio.NewReader(strings.NewReader(row[0]))
		v, err := ReadValue(r)
		if err != nil {
			t.Errorf("%q: %v", row[0], err)
			continue
		}
		if got := v.String() + "\n"; got != row[1] {
			t.Errorf("%q: got\n%swant\n%s", row[0], got, row[1])
		}
		if _, err := ReadValue(r); err != io.EOF {
			t.Errorf("%q: behind it: %v", row[0], err)
		}
	}
}

func FuzzQuotedIsReadBack(f *testing.F) {
	f.Add("a\"\\\n\r\t\a\b\x00\xff'")
	f.Fuzz(func(t *testing.T, s string) {
		args, err := SplitArgs(appendQuoted(nil, s))
		if err != nil || len(args) != 1 || string(args[0]) != s {
			t.Errorf("%q: got %q, %v", s, args, err)
		}
	})
}
