package server

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// XREADGROUP's kind of waiting: the end of the key is told, and one of a group that finds nothing speaks for all.
func TestBlockedGroup(t *testing.T) {
	t.Parallel()
	srv, q, addr := queueServer(t)
	admin := dial(t, addr)
	for _, how := range []string{"DEL k", "FLUSHALL", "FLUSHDB", "RENAME k x", "MOVE k 1", "SWAPDB 0 7", "PEXPIRE k 1", "PEXPIREAT k 1"} {
		admin.want("FLUSHALL", "OK")
		admin.want("QPUSH k other", "1")
		p := dial(t, addr)
		p.waits(srv, "BQGROUP g k 0")
		if got := admin.do("INFO clients"); !strings.Contains(got, "total_blocking_keys_on_nokey:1\r\n") {
			t.Errorf("INFO: %s", got)
		}
		admin.do(how)
		p.wantReply("NOGROUP there is none")
	}
	admin.want("FLUSHALL", "OK")
	admin.want("QPUSH k other", "1")
	var members []*peer
	const n = 100
	for i := range n {
		p := dial(t, addr)
		p.waits(srv, fmt.Sprintf("BQGROUP %c k 0", 'a'+i%2))
		members = append(members, p)
	}
	before := q.groupRuns.Load()
	admin.want("QPUSH k other", "2")
	if got := q.groupRuns.Load() - before; got != 2 {
		t.Errorf("%d handlers were run for two groups", got)
	}
	admin.want("DEL k", "1")
	for _, p := range members {
		p.wantReply("NOGROUP there is none")
	}
	wantWaiting(t, srv, 0, 0)
}

// A pause holds back what waits and would write; who is waiting keeps its place and its timeout.
func TestBlockedDuringPause(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	admin, p, q := dial(t, addr), dial(t, addr), dial(t, addr)
	p.waits(srv, "BQPOP k 0")
	q.waits(srv, "BQPOP k 0.08")
	admin.want("CLIENT PAUSE 100000 WRITE", "OK")
	srv.keys.Gate.Enter(0) // as a transaction does that begins before the pause
	tx := srv.keys.NewTx()
	tx.Lock([]byte("k"))
	tx.SetString([]byte("k"), []byte("v w "), 0, "qpush")
	tx.Unlock()
	srv.keys.Gate.Leave(0)
	admin.want("GET k", "v w ")
	q.wantReply("")
	admin.want("CLIENT UNPAUSE", "OK")
	p.wantReply("[k v]")
	admin.want("GET k", "w ")
	admin.want("DEL k", "1")

	p.waits(srv, "BQPOP k 0")
	began := time.Now()
	admin.want("CLIENT PAUSE 80 WRITE", "OK")
	tx.Lock([]byte("k"))
	tx.SetString([]byte("k"), []byte("v w "), 0, "qpush")
	tx.Unlock()
	admin.want("GET k", "v w ")
	p.wantReply("[k v]")
	if took := time.Since(began); took < 80*time.Millisecond {
		t.Errorf("served after %v of a pause of 80 ms", took)
	}
	wantWaiting(t, srv, 0, 0)
}

// Who is served is asked for memory, for room and for a log that works, as if its command had come now.
func TestBlockedAndLimits(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	admin, p := dial(t, addr), dial(t, addr)
	p.waits(srv, "BQMOVE k l 0")
	admin.want("QPUSH x v", "1")
	admin.want("CONFIG SET maxmemory 1", "OK")
	admin.want("RENAME x k", "OK")
	p.wantReply("OOM command not allowed when used memory > 'maxmemory'.")
	p.want("BQPOP k 0", "[k v]")
	admin.want("CONFIG SET maxmemory 0", "OK")
	admin.want("QPUSH x v", "1")
	p.waits(srv, "BQMOVE k l 0")
	admin.want("CONFIG SET max-keys 1 max-keys-policy reject", "OK")
	admin.want("RENAME x k", "OK")
	if got := p.reply(); got != "v" && !strings.HasPrefix(got, "OOM") {
		t.Errorf("max-keys: %q", got)
	}
	if got := admin.do("INFO commandstats"); !strings.Contains(got, "rejected_calls=1,") {
		t.Errorf("INFO: %s", got)
	}
	wantWaiting(t, srv, 0, 0)
}

// Two words wait; served by their own sessions, each gets its reply in the right place of its pipeline.
func TestBlockedInPipelines(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	p, admin := dial(t, addr), dial(t, addr)
	p.send("ECHO a", "BQPOP k 0", "ECHO b", "BQPOP k 0", "ECHO c")
	p.wantReply("a")
	wantWaiting(t, srv, 1, 1)
	admin.want("QPUSH k 1", "1")
	p.wantReply("[k 1]")
	p.wantReply("b")
	wantWaiting(t, srv, 1, 1)
	admin.want("QPUSH k 2 3", "2")
	p.wantReply("[k 2]")
	p.wantReply("c")
	admin.want("QPOP k", "3")
}

// What is served acknowledges a write only when the log has it.
func TestBlockedWhileTheLogFails(t *testing.T) {
	t.Parallel()
	srv := logServer(t, t.TempDir(), "--appendfsync", "always")
	withQueues(t, srv)
	disk := newFaultFS()
	addr, _ := serveLog(t, srv, disk)
	eventually(t, "the log is loaded", func() bool { return !srv.isLoading() })
	p, q, admin := dial(t, addr), dial(t, addr), dial(t, addr)
	p.waits(srv, "BQPOP k 0")
	q.waits(srv, "BQPOP k 0")
	disk.fill(0)
	admin.want("QPUSH k v", fullText)
	p.wantReply(fullText)
	p.want("QPOP k", fullText)
	tx := srv.keys.NewTx() // what a command does that is not refused
	srv.keys.Gate.Enter(0)
	tx.Lock([]byte("k"))
	tx.SetString([]byte("k"), []byte("w "), 0, "qpush")
	tx.Unlock()
	srv.keys.Gate.Leave(0)
	admin.want("GET k", "w ")
	q.wantReply(fullText)
	disk.full.Store(false)
	eventually(t, "the log works again", func() bool { return admin.do("SET x y") == "OK" })
	q.want("BQPOP k 0", "[k w]")
	wantWaiting(t, srv, 0, 0)
}

// The server ends with clients that wait; what they have sent behind their command is not run before.
func TestBlockedAtTheEnd(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	var waiting []*peer
	for range 20 {
		p := dial(t, addr)
		p.waits(srv, "BQPOP k l 0")
		p.send("QPUSH x y")
		waiting = append(waiting, p)
	}
	admin := dial(t, addr)
	admin.want("EXISTS x", "0")
	admin.send("SHUTDOWN NOSAVE")
	for _, p := range waiting {
		p.wantEnd()
	}
	wantWaiting(t, srv, 0, 0)
}

func TestBlockedThenReset(t *testing.T) {
	t.Parallel()
	srv, _, addr := queueServer(t)
	p, admin := dial(t, addr), dial(t, addr)
	p.want("SELECT 2", "OK")
	p.send("BQPOP k 0", "RESET", "QPOP k")
	wantWaiting(t, srv, 1, 1)
	admin.want("QPUSH k in0", "1")
	admin.want("SELECT 2", "OK")
	admin.want("QPUSH k in2", "1")
	p.wantReply("[k in2]")
	p.wantReply("RESET")
	p.wantReply("in0")
}
