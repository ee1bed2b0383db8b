package list

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"redstart/storage/table"
	"redstart/storage/value/list"
	"redstart/storage/value/pack"
)

// What Rebuild says makes an equal list.
func TestRebuild(t *testing.T) {
	for _, tt := range []struct {
		n, size  int
		commands int
	}{
		{1, 1, 1},
		{64, 3, 1},
		{65, 3, 2},
		{200, 5000, 4},
		{3000, 7, 47},
	} {
		b := newBench(t)
		for i := range tt.n {
			b.Do("RPUSH k " + strings.Repeat("9", tt.size%18) + strconv.Itoa(i))
			b.Do("RPUSH k " + strings.Repeat("x", tt.size))
			b.Do("LPOP k")
		}
		want := elements(b.Tx.Look([]byte("k")))
		log := Rebuild(nil, b.Tx.Look([]byte("k")))
		if got := bytes.Count(log, []byte("RPUSH")); got != tt.commands {
			t.Errorf("%d elements of %d: %d commands, not %d", tt.n, tt.size, got, tt.commands)
		}
		other := newBench(t)
		for len(log) > 0 {
			log = replay(t, other.Do, log)
		}
		if got := elements(other.Tx.Look([]byte("k"))); got != want {
			t.Errorf("%d elements of %d: another list", tt.n, tt.size)
		}
	}
}

// elements are those of a list, each on a line.
func elements(r table.Record) string {
	var b []byte
	list.Of(r).Each(func(e pack.Entry) bool {
		b = append(e.Append(b), '\n')
		return true
	})
	return string(b)
}

// replay does the first command of a log and returns the rest.
func replay(t *testing.T, do func(string) string, log []byte) []byte {
	t.Helper()
	next := func() int {
		line, rest, _ := bytes.Cut(log[1:], []byte("\r\n"))
		n, err := strconv.Atoi(string(line))
		if err != nil {
			t.Fatalf("%.20q: %v", log, err)
		}
		log = rest
		return n
	}
	words := make([]string, next())
	for i := range words {
		n := next()
		words[i] = string(log[:n])
		log = log[n+2:]
	}
	if got := do(strings.Join(words, " ")); strings.HasPrefix(got, "(error)") {
		t.Fatalf("%.60q: %s", words, got)
	}
	return log
}
