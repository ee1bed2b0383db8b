package server

import (
	"runtime"
	"strings"
	"testing"
	"weak"
)

// The buffer of a large request is garbage when the request has been run, whatever was logged of it.
func TestLargeRequestIsLetGo(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	for _, options := range [][]string{nil, {"EX", "100"}, {"XX"}} {
		s := quietSession(t, srv)
		words := [][]byte{[]byte("SET"), []byte("k"), []byte(strings.Repeat("x", 1<<20))}
		for _, o := range options {
			words = append(words, []byte(o))
		}
		s.hold()
		k := s.work
		s.in = make([]byte, 2<<20)
		large := weak.Make(&s.in[0])
		s.ask(t, words)
		runtime.GC()
		if large.Value() != nil {
			t.Errorf("SET %v: its buffer is kept", options)
		}
		runtime.KeepAlive(k)
	}
}
