package server

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestWaitTimesOut(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	p := dial(t, addr)
	began := time.Now()
	p.send("WAIT 1 60", "PING")
	p.wantReply("0")
	if took := time.Since(began); took < 60*time.Millisecond {
		t.Errorf("waited %v only", took)
	}
	p.wantReply("PONG") // what was pipelined behind it
	p.want("WAIT 0 0", "0")
}

func TestBlockedClient(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	admin := dial(t, addr)
	block := func(t *testing.T) (*peer, string) {
		p := dial(t, addr)
		id := p.do("CLIENT ID")
		p.send("WAIT 1 0")
		c := srv.clients.Blocked
		eventually(t, "the client blocks", func() bool { return c() > 0 })
		return p, id
	}
	for _, tc := range []struct{ how, reply string }{
		{"", "0"},
		{"TIMEOUT", "0"},
		{"ERROR", "UNBLOCKED client unblocked via CLIENT UNBLOCK"},
	} {
		p, id := block(t)
		p.send("PING")
		admin.want("CLIENT UNBLOCK "+id+" "+tc.how, "1")
		p.wantReply(tc.reply)
		p.wantReply("PONG")
		admin.want("CLIENT UNBLOCK "+id, "0")
		p.Close()
	}

	p, id := block(t)
	if line := admin.do("CLIENT LIST ID " + id); !strings.Contains(line, " flags=b ") || !strings.Contains(line, " cmd=wait ") {
		t.Errorf("CLIENT LIST: %s", line)
	}
	admin.want("CLIENT KILL ID "+id, "1")
	p.wantEnd()

	p, _ = block(t)
	p.Close()
	eventually(t, "the end of a blocked client is noticed", func() bool { return srv.clients.Len() == 1 })
}

// Wakes, deadlines and new waits meet in every order; each WAIT gets one reply.
func TestUnblockRaces(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	const clients, rounds = 8, 300
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range clients {
		p := dial(t, addr)
		wg.Go(func() {
			for range rounds {
				p.send("WAIT 1 2", "ECHO x")
				if r := p.reply(); r != "0" && !strings.HasPrefix(r, "UNBLOCKED") {
					t.Errorf("WAIT: %q", r)
				}
				p.wantReply("x")
			}
		})
	}
	var unblocker sync.WaitGroup
	unblocker.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			for _, c := range srv.clients.List() {
				c.Unblock(i%2 == 0)
				c.Wake()
			}
		}
	})
	wg.Wait()
	close(stop)
	unblocker.Wait()
}

func TestWaitaof(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "appendonly yes", "appendfsync everysec")
	eventually(t, "the log is on", func() bool { return srv.logging.Load() && gate(srv.gates.Load())&gateLoading == 0 })
	p := dial(t, addr)
	p.send("SET k v", "WAITAOF 1 0 0", "WAITAOF 1 1 10", "WAITAOF 0 0 0")
	p.wantReply("OK")
	for range 3 {
		p.wantReply("[1 0]")
	}
	_, addr = serving(t)
	p = dial(t, addr)
	p.want("WAITAOF 0 0 0", "[0 0]")
	p.want("WAITAOF 0 1 5", "[0 0]")
	p.want("WAITAOF 1 0 0", "ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.")
}

func TestPause(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	admin, p := dial(t, addr), dial(t, addr)

	admin.want("CLIENT PAUSE 100000 WRITE", "OK")
	p.want("GET k", "")
	p.send("SET k v", "GET k")
	eventually(t, "the writer waits", func() bool { return srv.clients.Blocked() == 1 })
	admin.want("CLIENT UNBLOCK "+waiting(srv), "0")
	admin.want("CLIENT UNPAUSE", "OK")
	p.wantReply("OK")
	p.wantReply("v")

	began := time.Now()
	admin.want("CLIENT PAUSE 80 ALL", "OK")
	p.want("PING", "PONG")
	if took := time.Since(began); took < 80*time.Millisecond {
		t.Errorf("a pause of 80 ms held for %v", took)
	}

	began = time.Now() // of two pauses the longer and the stricter counts
	admin.send("CLIENT PAUSE 120 WRITE", "CLIENT PAUSE 1 ALL")
	admin.wantReply("OK")
	admin.wantReply("OK")
	p.want("GET k", "v")
	if took := time.Since(began); took < 120*time.Millisecond {
		t.Errorf("a pause of 120 ms held for %v", took)
	}

	admin.want("CLIENT PAUSE 100000 WRITE", "OK")
	p.send("SET k v2")
	eventually(t, "the writer waits", func() bool { return srv.clients.Blocked() == 1 })
	p.Close()
	eventually(t, "the end of a client that is held back is noticed", func() bool { return srv.clients.Len() == 1 })
	admin.want("CLIENT UNPAUSE", "OK")
	admin.want("GET k", "v")
}

// waiting is the id of the client that waits.
func waiting(srv *Server) string {
	for _, c := range srv.clients.List() {
		if c.Waiting() != nil {
			return strconv.FormatInt(c.ID, 10)
		}
	}
	return "0"
}
