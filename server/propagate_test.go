package server

import (
	"fmt"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/storage/aof"
)

// TestCanonical: only what the log itself would write is copied as it came. The parser takes all of these.
func TestCanonical(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1234)
	for _, tt := range []struct {
		raw  string
		want bool
	}{
		{"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n", true},
		{"*2\r\n$3\r\nGET\r\n$0\r\n\r\n", true},
		{fmt.Sprintf("*2\r\n$3\r\nGET\r\n$%d\r\n%s\r\n", len(long), long), true},
		{"*3\rX$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n", false},
		{"*3\r\n$3\rXSET\r\n$1\r\nk\r\n$1\r\nv\r\n", false},
		{"*3\r\n$3\r\nSETxx$1\r\nk\r\n$1\r\nv\r\n", false},
		{"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\n\n", false},
		{"SET k v\r\n", false},
		{" SET \"k\" v\n", false},
	} {
		var p resp.Parser
		lim := &resp.Limits{MaxBulk: 1 << 20, MaxArgs: 100, MaxInline: 1 << 16}
		used, err := p.Next([]byte(tt.raw), lim)
		if err != nil || used != len(tt.raw) {
			t.Errorf("%q: the parser takes %d bytes, %v", tt.raw, used, err)
			continue
		}
		if got := canonical([]byte(tt.raw), p.Args); got != tt.want {
			t.Errorf("canonical(%q) = %t", tt.raw, got)
		}
		if same := string(aof.AppendCommand(nil, p.Args...)) == tt.raw; same != tt.want {
			t.Errorf("%q: the log would write it %t", tt.raw, same)
		}
	}
}

// TestLogOfOddRequests: requests that the parser takes and a log must not have are logged in the log's form.
func TestLogOfOddRequests(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir), aof.OS())
	c := dialTest(t, addr)
	c.want("*3\rX$3\rXSET\r\n$1\r\na\r\n$1\r\nv", "OK")
	c.want("SET 'b c' \"v\\x00\"", "OK")
	stop()
	c = reload(t, dir)
	c.want("GET a", "v")
	c.want("GET 'b c'", "v\x00")
}

// TestOnLogSync waits for the disk.
func TestOnLogSync(t *testing.T) {
	t.Parallel()
	srv := logServer(t, t.TempDir(), "--appendfsync", "no")
	addr, _ := serveLog(t, srv, aof.OS())
	dialTest(t, addr).want("SET k v", "OK")
	upto := srv.aof.Appended()
	heard := make(chan string, 3)
	srv.OnLogSync(upto, func() { heard <- "sync" })
	srv.OnLogSync(upto, func() { heard <- "cancelled" })()
	srv.OnLogSync(upto+1, func() { heard <- "too early" })
	if len(heard) > 0 {
		t.Fatalf("%s before the sync", <-heard)
	}
	if err := srv.aof.Sync(); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != "sync" || len(heard) > 0 {
		t.Errorf("heard %s and %d more", got, len(heard))
	}
	srv.OnLogSync(upto, func() { heard <- "at once" })
	if got := <-heard; got != "at once" {
		t.Error(got)
	}
}

// TestRewritePatience: rewrites that fail are begun by themselves later and later.
func TestRewritePatience(t *testing.T) {
	t.Parallel()
	var r rewriting
	now := int64(1_000_000)
	fail := func() {
		if !r.ready(now) || !r.begin(now) {
			t.Fatal("none begins")
		}
		r.end(now, 100, aof.ErrAborted)
	}
	for range rewritePatience - 1 {
		fail()
	}
	for _, wait := range []int64{1, 2, 4, 8, 16, 32, 60, 60} {
		fail()
		if r.ready(now+wait*60_000-1) || !r.ready(now+wait*60_000) {
			t.Errorf("after %d failures the wait is not %d minutes", r.mu.failures, wait)
		}
		now += wait * 60_000
	}
	if !r.begin(now) || r.begin(now) {
		t.Error("one runs at a time")
	}
	r.end(now, 100, nil)
	if !r.ready(now) || r.wanted(199, 100, 0) || !r.wanted(200, 100, 0) || r.wanted(200, 100, 200) || r.wanted(1000, 0, 0) {
		t.Error("growth is measured from the last rewrite")
	}
}
