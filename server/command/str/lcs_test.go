package str

import (
	"bytes"
	"testing"

	"redstart/server/command/commandbench"
)

func TestLCS(t *testing.T) {
	run(t, []commandbench.Step{
		{"MSET a ohmytext b mynewtext", "OK", "=", "set a,set b"},
		{"LCS a b", `"mytext"`, "", ""},
		{"LCS a b LEN", "(integer) 6", "", ""},
		{"LCS a b LEN IDX", "(error) ERR If you want both the length and indexes, please just use IDX.", "", ""},
		{"LCS a b IDX MINMATCHLEN x", "(error) ERR value is not an integer or out of range", "", ""},
		{"LCS a b MINMATCHLEN", "(error) ERR syntax error", "", ""},
		{
			"LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN",
			"1) \"matches\"\n2) 1) 1) 1) (integer) 4\n         2) (integer) 7\n      2) 1) (integer) 5\n" +
				"         2) (integer) 8\n      3) (integer) 4\n3) \"len\"\n4) (integer) 6", "", "",
		},
		{"LCS a none", `""`, "", ""},
	})
}

// FuzzLCS checks that what is found is common to both strings, as long as it says, and as long as plain recursion finds.
func FuzzLCS(f *testing.F) {
	f.Add([]byte("ohmytext"), []byte("mynewtext"))
	f.Add([]byte(""), []byte("x"))
	f.Add([]byte("abcabcaaab"), []byte("bacbbbaca"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		a, b = a[:min(len(a), 200)], b[:min(len(b), 200)]
		g := newLCSGrid(a, b, true)
		text := g.text()
		if !within(text, a) || !within(text, b) {
			t.Fatalf("%q is not within %q and %q", text, a, b)
		}
		if want := lcsLength(a, b); g.length != want || len(text) != want {
			t.Fatalf("length %d, text %q, want %d", g.length, text, want)
		}
		if n := newLCSGrid(a, b, false).length; n != g.length {
			t.Fatalf("length %d without the path, %d with it", n, g.length)
		}
	})
}

// within reports whether s can be had from t by leaving bytes out.
func within(s, t []byte) bool {
	for _, c := range s {
		i := bytes.IndexByte(t, c)
		if i < 0 {
			return false
		}
		t = t[i+1:]
	}
	return true
}

func lcsLength(a, b []byte) int {
	type pair struct{ i, j int }
	known := map[pair]int{}
	var length func(i, j int) int
	length = func(i, j int) int {
		if i == len(a) || j == len(b) {
			return 0
		}
		if n, ok := known[pair{i, j}]; ok {
			return n
		}
		n := max(length(i+1, j), length(i, j+1))
		if a[i] == b[j] {
			n = max(n, 1+length(i+1, j+1))
		}
		known[pair{i, j}] = n
		return n
	}
	return length(0, 0)
}
