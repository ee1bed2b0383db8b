package server

import (
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"redstart/resp"
	"redstart/server/client"
	"redstart/storage"
)

// quiet is a connection without a peer. It keeps what is written to it.
type quiet struct {
	mu   sync.Mutex
	sent []byte
}

func (*quiet) Read([]byte) (int, error) { return 0, io.EOF }

func (q *quiet) Write(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sent = append(q.sent, b...)
	return len(b), nil
}

// take returns what was written since the last call.
func (q *quiet) take() []byte {
	q.mu.Lock()
	defer q.mu.Unlock()
	b := q.sent
	q.sent = nil
	return b
}

func (*quiet) Close() error                     { return nil }
func (*quiet) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (*quiet) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (*quiet) SetDeadline(time.Time) error      { return nil }
func (*quiet) SetReadDeadline(time.Time) error  { return nil }
func (*quiet) SetWriteDeadline(time.Time) error { return nil }

// quietSession is a session of srv that is fed by hand.
func quietSession(tb testing.TB, srv *Server) *session {
	s := srv.newSession(&quiet{})
	if !srv.clients.Add(s.c, 1000) {
		tb.Fatal("no room for the client")
	}
	s.c.Set(client.Authenticated, true)
	return s
}

// feed runs bytes as if they had come from the session's peer and returns the replies, which are valid until the next call.
func (s *session) feed(b []byte) []byte {
	s.hold()
	for len(s.in)-s.n < len(b) {
		s.in = append(s.in, make([]byte, len(s.in))...)
	}
	s.n += copy(s.in[s.n:], b)
	s.run()
	s.account()
	out := s.w.Whole()
	s.w.Reset()
	s.release()
	return out
}

const benchKeys = 100000

// requests makes n batches of p requests each, on random-looking keys.
func requests(n, p int, format func(key string) string) [][]byte {
	out := make([][]byte, n)
	x := uint32(1)
	for i := range out {
		for range p {
			x = x*1664525 + 1013904223
			out[i] = append(out[i], format(fmt.Sprintf("key:%012d", x%benchKeys))...)
		}
	}
	return out
}

func setRequest(key string) string {
	return fmt.Sprintf("*3\r\n$3\r\nSET\r\n$16\r\n%s\r\n$64\r\n%064d\r\n", key, 7)
}

func getRequest(key string) string { return fmt.Sprintf("*2\r\n$3\r\nGET\r\n$16\r\n%s\r\n", key) }

// BenchmarkRequest runs GET and SET through parser, dispatcher and keyspace, without sockets. With -cpu 1,2,8 it shows how that scales.
func BenchmarkRequest(b *testing.B) {
	for _, bc := range []struct {
		name   string
		format func(string) string
		p      int
	}{{"GET/P=1", getRequest, 1}, {"SET/P=1", setRequest, 1}, {"GET/P=16", getRequest, 16}, {"SET/P=16", setRequest, 16}} {
		b.Run(bc.name, func(b *testing.B) {
			srv, err := New(Options{})
			if err != nil {
				b.Fatal(err)
			}
			fill := quietSession(b, srv)
			for i := range benchKeys {
				fill.feed([]byte(setRequest(fmt.Sprintf("key:%012d", i))))
			}
			batches := requests(4096, bc.p, bc.format)
			var start atomic.Int64
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				s := quietSession(b, srv)
				i := int(start.Add(1)) * 997
				for n := 0; pb.Next(); n++ {
					if n%bc.p == 0 {
						i++
						s.feed(batches[i%len(batches)])
					}
				}
			})
		})
	}
}

// TestRequestAllocatesNothing holds the ordinary request to its promise: no garbage, from the parser to the reply.
func TestRequestAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	srv, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := quietSession(t, srv)
	for _, req := range []string{
		setRequest("key:000000000001"), getRequest("key:000000000001"), getRequest("key:not-in-there"), "*1\r\n$4\r\nPING\r\n",
		"*1\r\n$5\r\nMULTI\r\n" + setRequest("key:000000000001") + getRequest("key:000000000001") + "*1\r\n$4\r\nEXEC\r\n",
	} {
		b := []byte(req)
		s.feed(b)
		if n := testing.AllocsPerRun(1000, func() { s.feed(b) }); n != 0 {
			t.Errorf("%q allocates %v times", req, n)
		}
	}
}

// BenchmarkEval is a script of one call.
func BenchmarkEval(b *testing.B) {
	srv := newTestServer(b)
	s := quietSession(b, srv)
	var w resp.Writer
	w.Array(4)
	for _, word := range []string{"EVAL", "return redis.call('get', KEYS[1])", "1", "k"} {
		w.Bulk([]byte(word))
	}
	if got := string(s.feed(w.B)); got != "$-1\r\n" {
		b.Fatalf("%q", got)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.feed(w.B)
	}
}

// BenchmarkRuledRequest is BenchmarkRequest in a database with rules.
func BenchmarkRuledRequest(b *testing.B) {
	for _, bc := range []struct {
		name  string
		rules storage.Rules
	}{
		{"sizes", storage.Rules{MaxKeyBytes: 256, MaxValueBytes: 1 << 20, UTF8Keys: true}},
		{"reject", storage.Rules{MaxKeys: 2 * benchKeys, MaxBytes: 1 << 30}},
		{"evict", storage.Rules{MaxKeys: benchKeys / 2, KeysEvict: true}},
		{"times", storage.Rules{DefaultTTL: 1e9}},
	} {
		for name, format := range map[string]func(string) string{"GET": getRequest, "SET": setRequest} {
			b.Run(bc.name+"/"+name, func(b *testing.B) {
				srv, err := New(Options{})
				if err != nil {
					b.Fatal(err)
				}
				srv.keys.SetRules(0, bc.rules)
				s := quietSession(b, srv)
				for i := range benchKeys {
					s.feed([]byte(setRequest(fmt.Sprintf("key:%012d", i))))
				}
				batches := requests(4096, 1, format)
				b.ReportAllocs()
				b.ResetTimer()
				for i := range b.N {
					s.feed(batches[i%len(batches)])
				}
			})
		}
	}
}
