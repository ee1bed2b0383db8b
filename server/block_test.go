package server

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// waits sends a line that makes p wait, and returns when it does.
func (p *peer) waits(srv *Server, line string) {
	p.t.Helper()
	before := srv.clients.Blocked()
	p.send(line)
	eventually(p.t, line+" waits", func() bool { return srv.clients.Blocked() > before })
}

// wantWaiting wants that no key is kept for anybody when n clients wait.
func wantWaiting(t *testing.T, srv *Server, clients int, keys int64) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d clients wait for %d keys", clients, keys), func() bool {
		n, _ := srv.blockedKeys()
		return srv.clients.Blocked() == clients && n == keys && int64(srv.blocking.waited.Load()) == keys && srv.blocking.ready.Load() == 0
	})
}

func TestBlockedInOrder(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	pusher := dial(t, addr)
	var waiting []*peer
	for i := range 5 {
		p := dial(t, addr)
		p.waits(srv, "BQPOP q"+strconv.Itoa(i)+" k 0")
		waiting = append(waiting, p)
	}
	wantWaiting(t, srv, 5, 6)
	pusher.want("QPUSH k a b", "2")
	waiting[0].wantReply("[k a]")
	waiting[1].wantReply("[k b]")
	pusher.want("QPOP k", "")
	wantWaiting(t, srv, 3, 4)
	pusher.want("QPUSH q3 x", "1")
	waiting[3].wantReply("[q3 x]")
	pusher.want("QPUSH k c d e", "3")
	waiting[2].wantReply("[k c]")
	waiting[4].wantReply("[k d]")
	pusher.want("QPOP k", "e")
	wantWaiting(t, srv, 0, 0)
	pusher.want("BQPOP a k k 0.001", "")
	wantWaiting(t, srv, 0, 0)
}

// A pusher that pipelines more work is no reason to wait, and to its own next command the queue is empty.
func TestBlockedBeforeNextCommand(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	p, pusher := dial(t, addr), dial(t, addr)
	for range 50 {
		p.waits(srv, "BQPOP k 0")
		pusher.send("QPUSH k a b", "QPOP k", "QPOP k")
		pusher.wantReply("2")
		pusher.wantReply("b")
		pusher.wantReply("")
		p.wantReply("[k a]")
	}
}

// What one is given can be what the next one waits for.
func TestBlockedChain(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	pusher := dial(t, addr)
	var chain []*peer
	const n = 20
	for i := range n {
		p := dial(t, addr)
		p.waits(srv, fmt.Sprintf("BQMOVE k%d k%d 0", i, i+1))
		chain = append(chain, p)
	}
	pusher.send("QPUSH k0 word", fmt.Sprintf("QPOP k%d", n))
	pusher.wantReply("1")
	pusher.wantReply("word")
	for _, p := range chain {
		p.wantReply("word")
	}
	loop := dial(t, addr)
	loop.waits(srv, "BQMOVE k k 0")
	last := dial(t, addr)
	last.waits(srv, "BQPOP k 0")
	pusher.want("QPUSH k x", "1")
	loop.wantReply("x")
	last.wantReply("[k x]")
	wantWaiting(t, srv, 0, 0)
}

// Everything that can make a key is noticed, in the database where it happens.
func TestBlockedKeyAppears(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	p, admin := dial(t, addr), dial(t, addr)
	for _, tc := range []struct{ db, how string }{
		{"0", "QPUSH k v"},
		{"0", "SET k \"v \""},
		{"0", "RENAME from k"},
		{"0", "RENAMENX from k"},
		{"0", "COPY from k"},
		{"0", "GETSET k \"v \""},
		{"3", "COPY from k DB 3"},
		{"3", "MOVE k 3"},
		{"3", "SWAPDB 0 3"},
	} {
		admin.want("FLUSHALL", "OK")
		admin.want("QPUSH from v", "1")
		if strings.HasPrefix(tc.how, "MOVE") || strings.HasPrefix(tc.how, "SWAP") {
			admin.want("QPUSH k v", "1")
		}
		p.want("SELECT "+tc.db, "OK")
		p.waits(srv, "BQPOP k 0")
		admin.do(tc.how)
		p.wantReply("[k v]")
	}
	wantWaiting(t, srv, 0, 0)
}

// A key that goes, or becomes what nobody wants, before anybody was served, wakes nobody; an error does not stop those behind.
func TestBlockedErrors(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	p, q, admin := dial(t, addr), dial(t, addr), dial(t, addr)
	p.waits(srv, "BQPOP k other 0")
	q.waits(srv, "BQPOP k 0")
	admin.want("SET k noqueue", "OK")
	p.wantReply("ERR syntax error")
	q.wantReply("ERR syntax error")
	admin.want("DEL k", "1")

	p.waits(srv, "BQBURST k 0")
	q.waits(srv, "BQPOP k 0")
	admin.want("QPUSH k v", "1")
	p.wantEnd()
	q.wantReply("[k v]")
	wantWaiting(t, srv, 0, 0)
	if got := admin.do("INFO commandstats"); !strings.Contains(got, "cmdstat_bqpop:calls=3,") || !strings.Contains(got, "failed_calls=2\r\n") {
		t.Errorf("INFO: %s", got)
	}
	for word, want := range map[string]string{
		"abc": "ERR timeout is not a float or out of range", "nan": "ERR timeout is not a float or out of range",
		"-1": "ERR timeout is negative", "-inf": "ERR timeout is negative", "inf": "ERR timeout is out of range",
		"1e400": "ERR timeout is out of range", "9223372036854770": "ERR timeout is out of range", "1e16": "ERR timeout is out of range",
		"\" 1\"": "ERR timeout is not a float or out of range", "0x0p1x": "ERR timeout is not a float or out of range",
	} {
		admin.want("BQPOP k "+word, want)
	}
	for _, word := range []string{"9e15", "9223372036854", "0x10", "1e3", ".5", "5.", "+1", "-0", "-0.0001", "0x1p2"} {
		p := dial(t, addr)
		p.waits(srv, "BQPOP k "+word)
		p.Close()
		wantWaiting(t, srv, 0, 0)
	}
	for _, word := range []string{"1e-5", "0.00099", "0.0000001"} {
		admin.want("BQPOP k "+word, "")
	}
}

// Timeouts, CLIENT UNBLOCK, CLIENT KILL and the end of a connection free a client's place.
func TestBlockedLeaves(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	admin, behind := dial(t, addr), dial(t, addr)
	for _, tc := range []struct {
		name  string
		leave func(p *peer, id string)
		reply string // empty: the connection ends
	}{
		{"timeout", func(*peer, string) {}, "nil"},
		{"unblock", func(_ *peer, id string) { admin.want("CLIENT UNBLOCK "+id, "1") }, "nil"},
		{"unblock with an error", func(_ *peer, id string) { admin.want("CLIENT UNBLOCK "+id+" ERROR", "1") }, "UNBLOCKED client unblocked via CLIENT UNBLOCK"},
		{"kill", func(_ *peer, id string) { admin.want("CLIENT KILL ID "+id, "1") }, ""},
		{"close", func(p *peer, _ string) { p.Close() }, "closed"},
	} {
		p := dial(t, addr)
		id := p.do("CLIENT ID")
		timeout := "0"
		if tc.name == "timeout" {
			timeout = "0.05"
		}
		p.send("BQPOP k l " + timeout)
		eventually(t, "it waits", func() bool { return srv.blocking.waited.Load() == 2 })
		tc.leave(p, id)
		switch tc.reply {
		case "":
			p.wantEnd()
		case "nil":
			p.wantReply("")
			p.want("PING", "PONG")
		case "closed":
		default:
			p.wantReply(tc.reply)
		}
		wantWaiting(t, srv, 0, 0)
		behind.waits(srv, "BQPOP k 0")
		admin.want("QPUSH k v", "1")
		behind.wantReply("[k v]")
	}
	stats := admin.do("INFO commandstats")
	if !strings.Contains(stats, "cmdstat_bqpop:calls=8,") || !strings.Contains(stats, ",failed_calls=1\r\n") {
		t.Errorf("INFO: %s", stats)
	}
	if got := admin.do("INFO errorstats"); !strings.Contains(got, "errorstat_UNBLOCKED:count=1") {
		t.Errorf("INFO: %s", got)
	}
}

// Who was killed gets nothing more, though its session has not noticed yet.
func TestKilledIsNotServed(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	admin := dial(t, addr)
	for range 50 {
		p := dial(t, addr)
		id := p.do("CLIENT ID")
		p.waits(srv, "BQPOP k 0")
		admin.send("CLIENT KILL ID "+id, "QPUSH k v", "QPOP k")
		admin.wantReply("1")
		admin.wantReply("1")
		admin.wantReply("v")
		wantWaiting(t, srv, 0, 0)
		p.Close()
	}
}

func TestBlockedShown(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t, "slowlog-log-slower-than 0")
	p, admin, monitor := dial(t, addr), dial(t, addr), dial(t, addr)
	id := p.do("CLIENT ID")
	monitor.want("MONITOR", "OK")
	admin.want("CONFIG RESETSTAT", "OK")
	admin.want("SLOWLOG RESET", "OK")
	p.waits(srv, "BQPOP k1 k2 0")
	if line := admin.do("CLIENT LIST ID " + id); !strings.Contains(line, " flags=b ") || !strings.Contains(line, " cmd=bqpop ") {
		t.Errorf("CLIENT LIST: %s", line)
	}
	info := admin.do("INFO clients")
	for _, want := range []string{"blocked_clients:1", "clients_in_timeout_table:0", "total_blocking_keys:2", "total_blocking_keys_on_nokey:0"} {
		if !strings.Contains(info, want+"\r\n") {
			t.Errorf("INFO lacks %s: %s", want, info)
		}
	}
	if got := admin.do("INFO commandstats"); strings.Contains(got, "bqpop") {
		t.Errorf("counted already: %s", got)
	}
	admin.want("QPUSH k2 v", "1")
	p.wantReply("[k2 v]")
	if got := admin.do("INFO clients"); !strings.Contains(got, "blocked_clients:0\r\n") || !strings.Contains(got, "total_blocking_keys:0\r\n") {
		t.Errorf("INFO: %s", got)
	}
	if got := admin.do("INFO commandstats"); !strings.Contains(got, "cmdstat_bqpop:calls=1,") {
		t.Errorf("INFO: %s", got)
	}
	if got := admin.do("SLOWLOG GET -1"); strings.Count(got, "[BQPOP k1 k2 0]") != 1 {
		t.Errorf("SLOWLOG: %s", got)
	}
	admin.want("ECHO end", "end")
	shown := 0
	for line := ""; !strings.Contains(line, `"ECHO" "end"`); {
		if line = monitor.reply(); strings.Contains(line, `"BQPOP" "k1" "k2" "0"`) {
			shown++
		}
	}
	if shown != 1 {
		t.Errorf("MONITOR showed it %d times", shown)
	}

	p.want("HELLO 3", p.do("HELLO 3"))
	p.waits(srv, "BQPOP k 0.05")
	if b, err := p.br.ReadString('\n'); b != "_\r\n" || err != nil {
		t.Errorf("a timeout in RESP3 is %q, %v", b, err)
	}
	p.send("CLIENT REPLY SKIP")
	p.waits(srv, "BQPOP k 0")
	admin.want("QPUSH k v", "1")
	p.want("PING", "PONG")
}
