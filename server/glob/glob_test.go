package glob

import (
	"bytes"
	"strings"
	"testing"
)

// The expectations are redis-server 8.0.2's, from KEYS.
var cases = []struct {
	pattern, s string
	want       bool
}{
	{"", "", true},
	{"", "a", false},
	{"*", "", true},
	{"**", "", false},
	{"**", "abc", true},
	{"?", "", false},
	{"?", "a", true},
	{"h?llo", "hello", true},
	{"h*llo", "heeeello", true},
	{"h*llo", "hllo", true},
	{"h*llo", "hell", false},
	{"h[ae]llo", "hallo", true},
	{"h[ae]llo", "hillo", false},
	{"h[^e]llo", "hallo", true},
	{"h[^e]llo", "hello", false},
	{"h[a-b]llo", "hbllo", true},
	{"h[b-a]llo", "hallo", true},
	{"h[a-b]llo", "hcllo", false},
	{"h[^a-b]llo", "hcllo", true},
	{"[", "[", false},
	{"[", "a", false},
	{"[^", "a", true},
	{"[a", "a", true},
	{"[abc", "c", true},
	{"[^abc", "c", false},
	{"[a-", "a", true},
	{"[a-", "-", true},
	{"[]", "]", false},
	{"[]a]", "a]", false},
	{"[^]a", "xa", true},
	{"[a-]", "a", true}, // the range goes on to the bracket, and the class to the end
	{"[a-]", "-", false},
	{"[a-]", "]", true},
	{"[a-]", "_", true},
	{`[\]]`, "]", true},
	{`[\a-c]`, "-", true},
	{`[\a-c]`, "b", false},
	{`[a\`, `\`, true},
	{`\*`, "*", true},
	{`\*`, "a", false},
	{`\`, `\`, true},
	{`a\`, `a\`, true},
	{`\a\b`, "ab", true},
	{"a*b*c", "aXbXbXc", true},
	{"a*b*c", "aXbXbX", false},
	{"*a", "ba", true},
	{"*a*", "bab", true},
	{"*[ab]", "xa", true},
	{"*?", "", false},
	{"*?", "x", true},
	{"a", "A", false},
	{"\xff*", "\xff\x00", true},
	{"a\x00b", "a\x00b", true},
}

func TestMatch(t *testing.T) {
	for _, tt := range cases {
		if got := Match([]byte(tt.pattern), []byte(tt.s), false); got != tt.want {
			t.Errorf("Match(%q, %q) = %v", tt.pattern, tt.s, got)
		}
	}
}

func TestMatchNocase(t *testing.T) {
	for _, tt := range []struct {
		pattern, s string
		want       bool
	}{
		{"HELLO", "hello", true},
		{"h[A-C]llo", "hbLLO", true},
		{"[^a]", "A", false},
		{`\A`, "a", true},
		{`[\A]`, "a", true},
		{"[", "{", false},
		{"@", "`", false},
	} {
		if got := Match([]byte(tt.pattern), []byte(tt.s), true); got != tt.want {
			t.Errorf("Match(%q, %q, nocase) = %v", tt.pattern, tt.s, got)
		}
	}
}

// A matcher that tries every split at every * would not come back from this.
func TestHostilePattern(t *testing.T) {
	pattern := []byte(strings.Repeat("a*", 5000) + "b")
	s := bytes.Repeat([]byte("a"), 20000)
	if Match(pattern, s, false) {
		t.Error("a string without b matches")
	}
	if !Match(pattern, append(s, 'b'), false) {
		t.Error("a string with b does not match")
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	pattern, s := []byte("user:*:[0-9]*x"), []byte("user:1000:9abcx")
	if n := testing.AllocsPerRun(100, func() { Match(pattern, s, true) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// naive is the definition of a match, written as recursion, for short input.
func naive(p, s []byte, nocase bool) bool {
	if len(p) == 0 {
		return len(s) == 0
	}
	if p[0] == '*' {
		return naive(p[1:], s, nocase) || len(s) > 0 && naive(p, s[1:], nocase)
	}
	if len(s) == 0 {
		return false
	}
	rest, ok := naiveElement(p, s[0], nocase)
	return ok && naive(rest, s[1:], nocase)
}

// naiveElement expands an element to the set of the bytes that it takes.
func naiveElement(p []byte, c byte, nocase bool) (rest []byte, ok bool) {
	var set [256]bool
	switch p[0] {
	case '?':
		return p[1:], true
	case '\\':
		if len(p) > 1 {
			p = p[1:]
		}
		set[p[0]] = true
		return p[1:], inSet(&set, c, nocase)
	case '[':
	default:
		set[p[0]] = true
		return p[1:], inSet(&set, c, nocase)
	}
	p = p[1:]
	not := len(p) > 0 && p[0] == '^'
	if not {
		p = p[1:]
	}
	hit := false
	for len(p) > 0 && p[0] != ']' {
		switch {
		case p[0] == '\\' && len(p) > 1:
			set[p[1]] = true
			p = p[2:]
		case len(p) > 2 && p[1] == '-':
			lo, hi, x := min(p[0], p[2]), max(p[0], p[2]), c
			if nocase {
				lo, hi, x = fold(lo), fold(hi), fold(x)
			}
			hit = hit || lo <= x && x <= hi
			p = p[3:]
		default:
			set[p[0]] = true
			p = p[1:]
		}
	}
	if len(p) > 0 {
		p = p[1:]
	}
	return p, (hit || inSet(&set, c, nocase)) != not
}

func fold(c byte) byte {
	if c >= 128 {
		return c
	}
	return bytes.ToLower([]byte{c})[0]
}

func inSet(set *[256]bool, c byte, nocase bool) bool {
	for b, in := range set {
		if in && (byte(b) == c || nocase && b < 128 && c < 128 && fold(byte(b)) == fold(c)) {
			return true
		}
	}
	return false
}

func FuzzMatch(f *testing.F) {
	for _, tt := range cases {
		f.Add([]byte(tt.pattern), []byte(tt.s), false)
		f.Add([]byte(tt.pattern), []byte(tt.s), true)
	}
	f.Add([]byte("a*a*a*a*b"), []byte("aaaaaaaaaa"), false)
	f.Fuzz(func(t *testing.T, p, s []byte, nocase bool) {
		if len(p) > 12 || len(s) > 12 {
			Match(p, s, nocase) // must end, without a panic
			return
		}
		want := naive(p, s, nocase)
		if len(s) == 0 { // as Redis has it, see Match
			want = len(p) == 0 || string(p) == "*"
		}
		if got := Match(p, s, nocase); got != want {
			t.Errorf("Match(%q, %q, %v) = %v", p, s, nocase, got)
		}
	})
}
