package aof

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// failing makes every operation op on an incr file fail; a write lets the given bytes through first.
func failing(bytes int, ops ...string) func(op, name string, size int) (int, error) {
	return func(op, name string, size int) (int, error) {
		for _, o := range ops {
			if o == op && strings.Contains(name, ".incr.") {
				return min(bytes, size), syscall.ENOSPC
			}
		}
		return size, nil
	}
}

func TestFailedWrite(t *testing.T) {
	first, second, third := resp("SELECT 0", "SET a 1"), resp("SET b 2"), resp("SET c 3")
	cases := []struct {
		name     string
		fail     func(op, name string, size int) (int, error)
		left     string // in the file after the failure
		written  int
		truncate bool
	}{
		{"nothing written", failing(0, "write"), first, len(first), true},
		{"cut short", failing(5, "write"), first, len(first), true},
		{"cut short and stuck", failing(5, "write", "truncate"), first + second[:5], len(first) + 5, false},
		{"all written and stuck", failing(99, "write", "truncate"), first + second, len(first) + len(second), false},
	}
	for _, c := range cases {
		for _, policy := range []Policy{EverySec, Always} {
			t.Run(c.name, func(t *testing.T) {
				m := newMemFS()
				l, _ := mustOpen(t, m, Options{Policy: policy})
				must(t, l.Flush(l.Append(0, words("SET a 1")...)))
				m.failWith(c.fail)
				end := l.Append(0, words("SET b 2")...)
				err := l.Flush(end)
				if !errors.Is(err, syscall.ENOSPC) || Cause(err) != "No space left on device" {
					t.Fatalf("Flush: %v", err)
				}
				if err := l.Flush(end + 1); !errors.Is(err, syscall.ENOSPC) || l.Healthy() || !errors.Is(l.Err(), syscall.ENOSPC) {
					t.Fatalf("a failed log flushes: %v, healthy %v", err, l.Healthy())
				}
				if err := l.Retry(); (err == nil) != (c.written == len(first)+len(second)) && policy != Always {
					t.Fatalf("Retry: %v", err)
				}
				if got := m.get(aofPath("appendonly.aof.1.incr.aof")); !strings.HasPrefix(got, c.left) || l.Written() < int64(c.written) {
					t.Errorf("file %q, want %q; written %d", got, c.left, l.Written())
				}
				if _, err := l.Cut(); !l.Healthy() && !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("Cut of a failed log: %v", err)
				}
				l.Append(0, words("SET c 3")...)
				m.failWith(nil)
				must(t, l.Retry())
				must(t, l.Flush(l.Appended()))
				if got := m.get(aofPath("appendonly.aof.1.incr.aof")) + m.get(aofPath("appendonly.aof.2.incr.aof")); strings.ReplaceAll(got, resp("SELECT 0"), "") != strings.ReplaceAll(first+second+third, resp("SELECT 0"), "") {
					t.Errorf("after Retry %q", got)
				}
				if len(l.events(WriteFailed)) == 0 || len(l.events(Recovered)) == 0 || !l.Healthy() {
					t.Errorf("events %v", l.got)
				}
				must(t, l.Close())
				_, cmds := mustOpen(t, m, Options{RefuseTruncated: true})
				wantCmds(t, cmds, "0:SET a 1", "0:SET b 2", "0:SET c 3")
			})
		}
	}
}

func TestFailedSync(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{Policy: Always})
	m.failWith(failing(0, "sync"))
	end := l.Append(0, words("SET a 1")...)
	if err := l.Flush(end); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("Flush: %v", err)
	}
	if l.Synced() != 0 || l.Written() != end || len(l.events(SyncFailed)) != 1 {
		t.Errorf("synced %d, written %d, events %v", l.Synced(), l.Written(), l.got)
	}
	if err := l.Flush(end); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("the record counts as flushed: %v", err)
	}
	if err := l.Retry(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Retry: %v", err)
	}
	m.failWith(nil)
	must(t, l.Retry())
	must(t, l.Retry())
	must(t, l.Flush(end))
	if l.Synced() != end {
		t.Errorf("synced %d, want %d", l.Synced(), end)
	}
}

// A sync that failed in the background has to succeed before the log is healthy, whatever the policy and the failures after it.
func TestRetrySyncsAfterAFailedSync(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{Policy: EverySec})
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	m.failWith(failing(0, "sync"))
	if err := l.Sync(); err == nil || l.Healthy() {
		t.Fatalf("Sync: %v", err)
	}
	l.Append(0, words("SET b 1")...)
	m.failWith(failing(0, "write"))
	if err := l.Retry(); err == nil {
		t.Fatal("Retry wrote")
	}
	m.failWith(nil)
	must(t, l.Retry())
	if l.Synced() != l.Appended() {
		t.Errorf("synced %d of %d", l.Synced(), l.Appended())
	}
}

func TestStopOfAFailedLog(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	m.failWith(failing(3, "write"))
	l.Append(0, words("SET b 1")...)
	if err := l.Stop(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Stop: %v", err)
	}
	if !l.Healthy() || l.Stats().On || l.Stats().BufferLength != 0 {
		t.Errorf("healthy %v, stats %+v", l.Healthy(), l.Stats())
	}
	m.failWith(nil)
	_, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET a 1")
}

func TestRunSyncsOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemFS()
		l, _ := mustOpen(t, m, Options{NoFsyncOnRewrite: true})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			l.Run(ctx)
			close(done)
		}()
		tick := func() { // moves the bubble's clock past the next tick
			time.Sleep(1500 * time.Millisecond)
			synctest.Wait()
		}
		set := func() {
			must(t, l.Flush(l.Append(0, words("SET a 1")...)))
		}
		set()
		if l.Synced() != 0 {
			t.Error("synced at once")
		}
		tick()
		if l.Synced() != l.Written() {
			t.Error("not synced after a second")
		}

		must(t, l.SetPolicy(No))
		set()
		tick()
		if l.Synced() == l.Written() {
			t.Error("synced under the policy No")
		}

		must(t, l.SetPolicy(EverySec))
		r, err := l.Cut()
		must(t, err)
		set()
		tick()
		if l.Synced() == l.Written() {
			t.Error("synced during a rewrite")
		}
		must(t, r.Abort())
		tick()
		if l.Synced() != l.Written() {
			t.Error("not synced after a rewrite")
		}

		set()
		m.failWith(failing(0, "sync"))
		tick()
		if l.Healthy() || len(l.events(SyncFailed)) != 1 {
			t.Error("the failed sync did not make the log fail")
		}
		m.failWith(nil)
		must(t, l.Retry())
		cancel()
		<-done
		must(t, l.Close())
	})
}

// slowFS blocks in each sync of an incr file until it is let go.
type slowFS struct {
	*memFS
	begun, letGo chan struct{}
}

func TestFlushDoesNotWaitForASync(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	slow := slowFS{m, make(chan struct{}), make(chan struct{})}
	l.writing.f = slowFile{l.writing.f, slow}
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	result := make(chan error)
	go func() { result <- l.Sync() }()
	<-slow.begun
	if !l.Stats().PendingSync {
		t.Error("no sync pending")
	}
	upto := l.Written()
	must(t, l.Flush(l.Append(0, words("SET b 1")...)))
	if l.Stats().DelayedSyncs != 0 {
		t.Error("a short sync counts as slow")
	}
	l.now += 2001
	for range 2 {
		must(t, l.Flush(l.Append(0, words("SET c 1")...)))
	}
	if n := l.Stats().DelayedSyncs; n != 1 {
		t.Errorf("%d slow syncs, want 1", n)
	}
	close(slow.letGo)
	must(t, <-result)
	if l.Synced() != upto {
		t.Errorf("synced %d, want %d: what was written before the sync", l.Synced(), upto)
	}
}

type slowFile struct {
	File
	fs slowFS
}

func (f slowFile) Sync() error {
	f.fs.begun <- struct{}{}
	<-f.fs.letGo
	return f.File.Sync()
}

func TestBuffersAreReusedUnlessLarge(t *testing.T) {
	l, _ := mustOpen(t, newMemFS(), Options{})
	round := func() {
		l.Append(0, words("SET a 1")...)
		must(t, l.Flush(l.Appended()))
	}
	round()
	round()
	if l.mu.buf == nil && l.mu.spare == nil {
		t.Error("no buffer was kept")
	}
	l.Append(0, make([]byte, keepBuffer+1))
	must(t, l.Flush(l.Appended()))
	if cap(l.mu.buf) > keepBuffer || cap(l.mu.spare) > keepBuffer {
		t.Error("a large buffer was kept")
	}
}
