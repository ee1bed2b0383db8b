package server

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"redstart/resp"
)

// blockStress is pushers and poppers on a few keys.
type blockStress struct {
	t       *testing.T
	srv     *Server
	addr    string
	push    string // the commands: to push,
	pop     string // to pop or wait,
	move    string // and to move, from the key of a number to the first
	each    int    // words a pusher pushes
	words   atomic.Int64
	done    atomic.Bool
	mu      sync.Mutex
	got     map[string]int
	killed  atomic.Int64
	timeout atomic.Int64
}

const stressKeys = 3

// pusher pushes words that nobody else pushes, a few at a time.
func (b *blockStress) pusher(i int) {
	p := dial(b.t, b.addr)
	rnd := rand.New(rand.NewPCG(uint64(i), 1))
	for n := 0; n < b.each; {
		line := fmt.Sprintf("%s k%d", b.push, rnd.IntN(stressKeys))
		for range min(1+rnd.IntN(3), b.each-n) {
			line += fmt.Sprintf(" w%d-%d", i, n)
			n++
		}
		if r := p.do(line); strings.HasPrefix(r, "ERR") {
			b.t.Errorf("%s: %s", line, r)
			return
		}
	}
	p.Close()
}

// popper takes words in every way until there are no more. It may be killed, and then goes on with a new connection.
func (b *blockStress) popper(i int) {
	rnd := rand.New(rand.NewPCG(uint64(i), 2))
	for !b.done.Load() {
		p := dial(b.t, b.addr)
		for !b.done.Load() {
			line := fmt.Sprintf("%s k%d k%d 0.02", b.pop, rnd.IntN(stressKeys), rnd.IntN(stressKeys))
			move := rnd.IntN(4) == 0
			if move {
				line = fmt.Sprintf(b.move, rnd.IntN(stressKeys))
			}
			if _, err := io.WriteString(p, line+"\r\n"); err != nil {
				break
			}
			v, err := resp.ReadValue(p.br)
			if err != nil {
				break
			}
			b.note(v, move)
		}
		p.Close()
	}
}

// note records what a reply brought.
func (b *blockStress) note(v resp.Value, move bool) {
	word := v.Str
	if len(v.Elems) == 2 {
		word = v.Elems[1].Str
	}
	switch {
	case strings.HasPrefix(word, "UNBLOCKED"), word == "":
		b.timeout.Add(1)
	case !strings.HasPrefix(word, "w"):
		b.t.Errorf("got %q", word)
	case !move: // a word that was moved is still in a queue
		b.mu.Lock()
		b.got[word]++
		b.mu.Unlock()
		b.words.Add(1)
	}
}

// disturber unblocks and, with kill, kills those who wait.
func (b *blockStress) disturber(kill bool) {
	rnd := rand.New(rand.NewPCG(3, 3))
	tick := time.NewTicker(500 * time.Microsecond)
	defer tick.Stop()
	for range tick.C {
		if b.done.Load() {
			return
		}
		for _, c := range b.srv.clients.List() {
			if c.Waiting() == nil || rnd.IntN(8) > 0 {
				continue
			}
			if kill && rnd.IntN(4) == 0 {
				b.killed.Add(1)
				c.Kill()
			} else {
				c.Unblock(rnd.IntN(2) == 0)
			}
		}
	}
}

// run pushes everything and returns when the queues are empty and nobody waits.
func (b *blockStress) run(pushers, poppers int, kill bool) {
	b.got = map[string]int{}
	var pushing, rest sync.WaitGroup
	for i := range poppers {
		rest.Go(func() { b.popper(i) })
	}
	rest.Go(func() { b.disturber(kill) })
	for i := range pushers {
		pushing.Go(func() { b.pusher(i) })
	}
	pushing.Wait()
	look := dial(b.t, b.addr)
	eventually(b.t, "all words are taken", func() bool {
		return look.do("EXISTS k0 k1 k2 moved") == "0"
	})
	b.done.Store(true)
	rest.Wait()
	wantWaiting(b.t, b.srv, 0, 0)
	for word, n := range b.got {
		if n != 1 {
			b.t.Errorf("%s was given %d times", word, n)
		}
	}
	total := int64(pushers * b.each)
	if lost := total - b.words.Load(); lost < 0 || lost > b.killed.Load() {
		b.t.Errorf("%d words of %d are lost, %d clients were killed", lost, total, b.killed.Load())
	}
	if b.timeout.Load() == 0 {
		b.t.Error("nobody ever waited in vain")
	}
}

// However pushes, timeouts, CLIENT UNBLOCK and kills meet, each word goes to one client, and only one that was killed can lose its
// word. The log, loaded, gives what there was at every moment.
func TestBlockStress(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name            string
		kill, log       bool
		push, pop, move string
	}{
		{"unblocked", false, false, "QPUSH", "BQPOP", "BQMOVE k%d k0 0.02"},
		{"killed", true, false, "QPUSH", "BQPOP", "BQMOVE k%d k0 0.02"},
		{"logged", true, true, "QPUSH", "BQPOP", "BQMOVE k%d k0 0.02"},
		{"lists", true, true, "RPUSH", "BLPOP", "BLMOVE k%d k0 LEFT RIGHT 0.02"},
		{"other ends of lists", false, true, "LPUSH", "BRPOP", "BRPOPLPUSH k%d k0 0.02"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			log := "appendonly no"
			if tc.log {
				log = "appendonly yes"
			}
			srv, _, addr := queueServer(t, "dir "+dir, log)
			eventually(t, "the log is loaded", func() bool { return !srv.isLoading() })
			b := &blockStress{t: t, srv: srv, addr: addr, push: tc.push, pop: tc.pop, move: tc.move, each: 400}
			b.run(4, 12, tc.kill)
			if !tc.log {
				return
			}
			admin := dial(t, addr)
			admin.want(tc.push+" rest a b c", "3")
			digest := admin.do("DEBUG DIGEST")
			if err := srv.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			again, _, addr := queueServer(t, "dir "+dir, log)
			eventually(t, "the log is loaded", func() bool { return !again.isLoading() })
			dial(t, addr).want("DEBUG DIGEST", digest)
		})
	}
}

// BenchmarkBlockedServed is one push for one of many clients that wait at a key, with sockets.
func BenchmarkBlockedServed(b *testing.B) {
	for _, clients := range []int{1, 100, 5000} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			srv, _, addr := queueServer(b, "maxclients 20000")
			pusher := dial(b, addr)
			var all sync.WaitGroup
			var left atomic.Int64
			left.Store(int64(b.N))
			for range clients {
				p := dial(b, addr)
				p.SetDeadline(time.Time{})
				all.Go(func() {
					br := bufio.NewReader(p)
					for {
						io.WriteString(p, "BQPOP k 0\r\n")
						if _, err := resp.ReadValue(br); err != nil {
							return
						}
						if left.Add(-1) == 0 {
							srv.Close(b.Context())
						}
					}
				})
			}
			eventually(b, "all wait", func() bool { return srv.clients.Blocked() == clients })
			pusher.SetDeadline(time.Time{})
			b.ResetTimer()
			go func() {
				for range b.N {
					pusher.do("QPUSH k word")
				}
			}()
			all.Wait()
		})
	}
}
