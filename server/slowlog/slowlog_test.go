package slowlog_test

import (
	"fmt"
	"strings"
	"testing"

	"redstart/server/slowlog"
)

func words(n int) [][]byte {
	out := make([][]byte, n)
	for i := range out {
		out[i] = fmt.Append(nil, i)
	}
	return out
}

func ids(es []slowlog.Entry) (out []int64) {
	for _, e := range es {
		out = append(out, e.ID)
	}
	return out
}

func TestKeepsTheLatest(t *testing.T) {
	var l slowlog.Log
	l.Add(slowlog.Entry{}, words(1)) // id 0; no room yet
	l.SetMax(3)
	for range 5 {
		l.Add(slowlog.Entry{}, words(1))
	}
	for _, tt := range []struct {
		n    int
		want []int64
	}{{-1, []int64{5, 4, 3}}, {0, nil}, {2, []int64{5, 4}}, {9, []int64{5, 4, 3}}} {
		if got := ids(l.Get(tt.n)); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("Get(%d) = %v, want %v", tt.n, got, tt.want)
		}
	}
	l.SetMax(2)
	if got := ids(l.Get(-1)); fmt.Sprint(got) != "[5 4]" {
		t.Errorf("after SetMax(2): %v", got)
	}
	l.SetMax(4)
	for range 3 {
		l.Add(slowlog.Entry{}, words(1))
	}
	if got := ids(l.Get(-1)); fmt.Sprint(got) != "[8 7 6 5]" {
		t.Errorf("after SetMax(4): %v", got)
	}
	l.Reset()
	if l.Len() != 0 {
		t.Error("Reset keeps entries")
	}
	l.Add(slowlog.Entry{}, words(1))
	if got := ids(l.Get(-1)); fmt.Sprint(got) != "[9]" {
		t.Errorf("after Reset: %v", got)
	}
}

func TestTrimsArguments(t *testing.T) {
	var l slowlog.Log
	l.SetMax(1)
	for _, tt := range []struct {
		args [][]byte
		n    int
		last string
	}{
		{words(32), 32, "31"},
		{words(33), 32, "... (2 more arguments)"},
		{[][]byte{[]byte(strings.Repeat("x", 128))}, 1, strings.Repeat("x", 128)},
		{[][]byte{[]byte(strings.Repeat("x", 200))}, 1, strings.Repeat("x", 128) + "... (72 more bytes)"},
	} {
		l.Add(slowlog.Entry{}, tt.args)
		got := l.Get(1)[0].Args
		if len(got) != tt.n || got[len(got)-1] != tt.last {
			t.Errorf("%d arguments are kept as %d, the last %q, want %d, %q", len(tt.args), len(got), got[len(got)-1], tt.n, tt.last)
		}
	}
}
