package server

import (
	"fmt"
	"net"
	"testing"

	"redstart/resp"
	"redstart/server/client"
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
