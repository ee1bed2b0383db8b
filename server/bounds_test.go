package server

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"redstart/server/info"
)

// do runs one request of words without blanks and returns the reply's text: of an array that of its elements.
func (s *session) do(t *testing.T, line string) string {
	t.Helper()
	var words [][]byte
	for _, w := range strings.Fields(line) {
		words = append(words, []byte(w))
	}
	v := s.ask(t, words)
	if len(v.Elems) == 0 {
		return v.Str
	}
	var all []string
	for _, e := range v.Elems {
		all = append(all, e.Str)
	}
	return strings.Join(all, " ")
}

// script runs requests and compares their replies.
func (s *session) script(t *testing.T, steps ...[2]string) {
	t.Helper()
	for _, st := range steps {
		if got := s.do(t, st[0]); got != st[1] {
			t.Errorf("%s: %q, want %q", st[0], got, st[1])
		}
	}
}

func TestMaxKeysReject(t *testing.T) {
	s := quietSession(t, newTestServer(t))
	const full = "OOM command not allowed when the database holds 'max-keys' keys."
	s.script(t, [][2]string{
		{"CONFIG SET max-keys 2 max-keys-policy reject", "OK"},
		{"MSET a 1 b 2", "OK"},
		{"SET c 3", full},
		{"SET a 4", "OK"},
		{"MSET a 5 c 6", full},
		{"GET a", "4"},
		{"EXISTS c", "0"},
		{"COPY a c", full},
		{"COPY a c DB 1", "1"},
		{"RENAME a c", "OK"},
		{"DEL c", "1"},
		{"SET d 7", "OK"},
		{"DBSIZE", "2"},
		{"SELECT 1", "OK"},
		{"SET e 1", "OK"},
		{"SET f 1", full},
		{"CONFIG SET max-keys 0", "OK"},
		{"SET f 1", "OK"},
		{"DBSIZE", "3"},
	}...)
}

func TestMaxKeysEvict(t *testing.T) {
	s := quietSession(t, newTestServer(t))
	s.script(t, [][2]string{
		{"MSET a 1 b 2 c 3", "OK"},
		{"CONFIG SET max-keys 3", "OK"},
		{"GET a", "1"},
		{"SET d 4", "OK"},
		{"DBSIZE", "3"},
		{"EXISTS a", "1"},
		{"CONFIG SET max-keys 1", "OK"},
		{"DBSIZE", "1"},
	}...)
}

func TestMaxMemory(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	s.script(t, [][2]string{
		{"SET k v", "OK"},
		{"CONFIG SET maxmemory 1", "OK"},
		{"SET k w", "OOM command not allowed when used memory > 'maxmemory'."},
		{"DEL none", "0"},
		{"GET k", "v"},
		{"CONFIG SET maxmemory 200kb maxmemory-policy allkeys-random maxmemory-eviction-tenacity 100", "OK"},
	}...)
	value := strings.Repeat("x", 500)
	for i := range 1000 {
		if got := s.do(t, fmt.Sprintf("SET key:%d %s", i, value)); got != "OK" {
			t.Fatalf("key %d: %s", i, got)
		}
	}
	if used := srv.keys.Used(); used > 205<<10 {
		t.Errorf("%d bytes are in use", used)
	}
	if n := srv.keys.Stats().Evicted; n < 500 {
		t.Errorf("%d keys were evicted", n)
	}
	s.script(t, [2]string{"CONFIG SET maxmemory 0", "OK"})
	if gate(srv.gates.Load())&gateMemory != 0 {
		t.Error("without a bound commands still look for one")
	}
}

// What a bound leaves over for lack of time goes by cron, as does what expires and nobody asks for.
func TestHousekeeping(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	for i := range 100 {
		s.do(t, fmt.Sprintf("SET key:%d v PX 1000", i))
	}
	s.do(t, "SET stays v")
	srv.clock.Move(2 * time.Second)
	srv.keys.SetSweep(false)
	srv.housekeep(time.Hour)
	s.script(t, [2]string{"DBSIZE", "101"})
	srv.keys.SetSweep(true)
	srv.housekeep(time.Hour)
	s.script(t, [2]string{"DBSIZE", "1"})
	if n := srv.keys.Stats().Expired; n != 100 {
		t.Errorf("%d keys expired, want 100", n)
	}
	b := *srv.bound.Load()
	b.room.Max, b.room.Policy = 1, 1
	srv.bound.Store(&b)
	srv.housekeep(time.Hour)
	s.script(t, [2]string{"DBSIZE", "0"})
}

func TestEvictionTime(t *testing.T) {
	for tenacity, want := range map[int64]time.Duration{
		0: 50 * time.Microsecond, 1: 50 * time.Microsecond, 10: 500 * time.Microsecond, 11: 575 * time.Microsecond, 100: 0,
	} {
		if got := evictionTime(tenacity); got != want {
			t.Errorf("tenacity %d: %v, want %v", tenacity, got, want)
		}
	}
}

func TestCollectorPace(t *testing.T) {
	last := 1000
	for used := int64(1 << 20); used < 1<<36; used *= 2 {
		p := gcPercent(used)
		if p > last || p < 25 {
			t.Errorf("GOGC %d at %d bytes, after %d", p, used, last)
		}
		last = p
	}
	if l := gcLimit(100 << 20); l != 189<<20 {
		t.Errorf("limit %d", l)
	}
	if gcLimit(0) != gcLimit(-1) || gcLimit(0) < 1<<62 {
		t.Error("a limit without a bound")
	}
}

func TestComesToRest(t *testing.T) {
	var g collector
	calls, used := int64(0), int64(50<<20)
	var rested []int
	for round := range 40 {
		switch {
		case round < 10:
			calls += 1000
		case round == 25:
			used = 0 // FLUSHALL
		default:
			calls += 10
		}
		if g.rests(calls, used) {
			rested = append(rested, round)
		}
	}
	if fmt.Sprint(rested) != "[14 30]" {
		t.Errorf("came to rest in the rounds %v", rested)
	}
	const mb = 1 << 20
	for _, tt := range []struct {
		mapped, used int64
		want         bool
	}{{10 * mb, 4 * mb, false}, {150 * mb, 110 * mb, true}, {125 * mb, 110 * mb, false}, {125 * mb, 0, true}} {
		if got := wasteful(info.Heap{Mapped: tt.mapped}, tt.used); got != tt.want {
			t.Errorf("%d bytes for %d of keys: wasteful %v", tt.mapped, tt.used, got)
		}
	}
}

// CONFIG SET holds the configuration while its hooks wait for the gate: nobody may wait for the configuration inside the gate.
func TestConfigSetAndRewrite(t *testing.T) {
	srv := newTestServer(t)
	var wg sync.WaitGroup
	for _, line := range []string{"CONFIG SET maxmemory-samples 5 maxmemory 1mb\r\n", "CONFIG SET maxmemory 2mb\r\n", "CONFIG REWRITE\r\n", "SET k v\r\nINFO\r\n"} {
		s := quietSession(t, srv)
		wg.Go(func() {
			for range 200 {
				s.feed([]byte(line))
			}
		})
	}
	wg.Wait()
}
