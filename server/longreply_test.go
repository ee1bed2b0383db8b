package server

import (
	"fmt"
	"net"
	"slices"
	"sync"
	"testing"

	"redstart/resp"
	"redstart/server/client"
	"redstart/storage/aof"
)

// A reply that is built in pieces arrives whole and in its place, on every way that output takes.
func TestLongReplies(t *testing.T) {
	t.Parallel()
	const n = 20_000
	for _, tt := range []struct {
		name  string
		piped bool
		first []string
	}{
		{name: "of a reactor"},
		{name: "of a reactor, when messages are held back", first: []string{"HELLO 3", "CLIENT TRACKING on BCAST"}},
		{name: "of a goroutine", piped: true},
		{name: "of a goroutine, when messages are held back", piped: true, first: []string{"HELLO 3", "CLIENT TRACKING on BCAST"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var p *peer
			if tt.piped {
				near, far := net.Pipe()
				go configured(t).serve(near, client.Unix)
				p = newPeer(t, far)
			} else {
				_, addr := serving(t)
				p = dial(t, addr)
			}
			p.do(fmt.Sprintf(`EVAL "for i = 1, %d do redis.call('SET', string.format('key:%%040d', i), 'v') end" 0`, n))
			for _, line := range tt.first {
				p.send(line)
				p.reply()
			}
			p.send("PING", "KEYS *", "PING", "SCAN 0 COUNT 1000000", "ECHO a", "MULTI", "KEYS *", "GET nothing", "KEYS *:*", "EXEC",
				"CLIENT REPLY SKIP", "KEYS *", "ECHO b")
			p.wantReply("PONG")
			wantKeys(t, p.value(), n)
			p.wantReply("PONG")
			wantKeys(t, p.value().Elems[1], n)
			p.wantReply("a")
			p.wantReply("OK")
			for range 3 {
				p.wantReply("QUEUED")
			}
			all := p.value().Elems
			wantKeys(t, all[0], n)
			wantKeys(t, all[2], n)
			p.wantReply("b")
		})
	}
}

// What others send a client does not get into the middle of its long replies.
func TestLongRepliesAndMessages(t *testing.T) {
	t.Parallel()
	const n, rounds = 20_000, 12
	for name, first := range map[string]string{"MONITOR": "MONITOR", "messages": "SUBSCRIBE c"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, addr := serving(t)
			p := dial(t, addr)
			p.do(fmt.Sprintf(`EVAL "for i = 1, %d do redis.call('RPUSH', 'l', string.format('%%040d', i)) end" 0`, n))
			p.do("HELLO 3")
			p.do(first)
			stop := make(chan struct{})
			var noise sync.WaitGroup
			for range 2 {
				noisy := dial(t, addr)
				noise.Go(func() {
					for {
						select {
						case <-stop:
							return
						default:
							noisy.send(slices.Repeat([]string{"PUBLISH c message"}, 50)...)
							for range 50 {
								noisy.value()
							}
						}
					}
				})
			}
			for range rounds {
				p.send("LRANGE l 0 -1", "LRANGE l 0 -1", "LRANGE l 0 -1", "LRANGE l 0 -1")
				for got := 0; got < 4; {
					if v := p.value(); v.Kind == '*' {
						wantKeys(t, v, n)
						got++
					}
				}
			}
			close(stop)
			noise.Wait()
		})
	}
}

// What a command takes out behind a long reply, and as one, is logged as it was.
func TestLongRepliesAreLogged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open := func() (*peer, func()) {
		addr, stop := serveLog(t, logServer(t, dir, "--enable-debug-command", "yes"), aof.OS())
		p := dial(t, addr)
		eventually(t, "the end of loading", func() bool { return p.do("PING") == "PONG" })
		return p, stop
	}
	p, stop := open()
	const n = 6000
	p.do(fmt.Sprintf(`EVAL "for i = 1, %d do local v = string.format('%%060d', i) redis.call('SADD', 's', v, 't' .. v) `+
		`redis.call('RPUSH', 'l', v) redis.call('ZADD', 'z', i, v) end" 0`, n))
	for _, line := range []string{"SPOP s", "LMOVE l m LEFT RIGHT", "ZPOPMIN z 2500", "SPOP s 2500", "SPOP s", "LPOP l 2500", "SPOP s 2200"} {
		p.send("MULTI", "LRANGE l 0 -1", line, "EXEC", line)
		for range 5 {
			p.value()
		}
	}
	digest := p.do("DEBUG DIGEST")
	stop()
	p, _ = open()
	p.want("DEBUG DIGEST", digest)
}

// wantKeys wants an array of n different keys.
func wantKeys(t *testing.T, v resp.Value, n int) {
	t.Helper()
	seen := map[string]bool{}
	for _, e := range v.Elems {
		seen[e.Str] = true
	}
	if len(v.Elems) != n || len(seen) != n {
		t.Fatalf("%d elements, %d different ones, want %d", len(v.Elems), len(seen), n)
	}
}
