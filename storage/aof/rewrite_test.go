package aof

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"syscall"
	"testing"
)

func TestRewrite(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{Timestamps: true})
	for i := range 3 {
		must(t, l.Flush(l.Append(0, []byte("SET"), []byte("a"), fmt.Append(nil, i))))
	}
	l.Append(0, words("SET pending 1")...)
	r, err := l.Cut()
	must(t, err)
	if got := m.get(aofPath("appendonly.aof.manifest")); got != manifest2 {
		t.Errorf("manifest during the rewrite %q", got)
	}
	if _, err := l.Cut(); !errors.Is(err, ErrRewriteRunning) {
		t.Errorf("second Cut: %v", err)
	}
	if st := l.Stats(); !st.RewriteInProgress || st.Fresh || !st.On {
		t.Errorf("stats %+v", st)
	}
	must(t, l.Flush(l.Append(0, words("SET b 1")...)))
	must(t, r.Write(0, words("SET a 2")...))
	must(t, r.AppendRaw(0, []byte(resp("SET pending 1"))))
	must(t, r.Write(14, words("SET x 1")...))
	must(t, r.Commit())
	l.background.Wait()
	base := "#TS:1700000000\r\n" + resp("SELECT 0", "SET a 2", "SET pending 1", "SELECT 14", "SET x 1")
	if got := m.get(aofPath("appendonly.aof.2.base.aof")); got != base {
		t.Errorf("base %q, want %q", got, base)
	}
	if got, want := m.list(), "appendonly.aof.2.base.aof appendonly.aof.2.incr.aof appendonly.aof.manifest"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
	if got, want := m.get(aofPath("appendonly.aof.manifest")), "file appendonly.aof.2.base.aof seq 2 type b\n"+
		"file appendonly.aof.2.incr.aof seq 2 type i\n"; got != want {
		t.Errorf("manifest %q, want %q", got, want)
	}
	if r.Size() != int64(len(base)) || l.BaseSize() != r.Size() || l.CurrentSize() != r.Size()+int64(len(resp("SELECT 0", "SET b 1"))) {
		t.Errorf("sizes: base %d, current %d, rewrite %d", l.BaseSize(), l.CurrentSize(), r.Size())
	}
	if err := r.Commit(); !errors.Is(err, ErrAborted) {
		t.Errorf("second Commit: %v", err)
	}
	must(t, r.Abort())
	must(t, l.Close())
	l, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET a 2", "0:SET pending 1", "14:SET x 1", "0:SET b 1")
	if l.BaseSize() != int64(len(base)) {
		t.Errorf("base size after load %d", l.BaseSize())
	}
}

func TestAbortKeepsTheLog(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	for range 2 {
		r, err := l.Cut()
		must(t, err)
		must(t, l.Flush(l.Append(0, words("SET b 1")...)))
		must(t, r.Write(0, words("SET wrong 1")...))
		must(t, r.Abort())
		if err := r.Write(0, make([]byte, rewriteBuffer)); !errors.Is(err, ErrAborted) {
			t.Errorf("Write after Abort: %v", err)
		}
	}
	size := l.CurrentSize()
	r, err := l.Cut()
	must(t, err)
	must(t, r.Write(0, words("SET all 1")...))
	if l.CurrentSize() != size {
		t.Errorf("size %d, want %d", l.CurrentSize(), size)
	}
	reader := &testLog{fs: m}
	reader.Log, err = Open(reader.options(Options{}))
	must(t, err)
	cmds, err := reader.load()
	must(t, err)
	wantCmds(t, cmds, "0:SET a 1", "0:SET b 1", "0:SET b 1")
	must(t, r.Commit())
	must(t, l.Close())
	if got, want := m.list(), "appendonly.aof.2.base.aof appendonly.aof.4.incr.aof appendonly.aof.manifest"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
	_, cmds = mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET all 1")
}

func TestStopAbortsARewrite(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	r, err := l.Cut()
	must(t, err)
	must(t, l.Stop())
	if err := r.Commit(); !errors.Is(err, ErrAborted) {
		t.Errorf("Commit: %v", err)
	}
	if got, want := m.list(), "appendonly.aof.1.base.aof appendonly.aof.1.incr.aof appendonly.aof.2.incr.aof appendonly.aof.manifest"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
}

func TestStartFresh(t *testing.T) {
	for _, before := range []bool{true, false} {
		t.Run(fmt.Sprintf("log before %v", before), func(t *testing.T) {
			m := newMemFS()
			var old []string
			if before {
				l, _ := mustOpen(t, m, Options{})
				must(t, l.Flush(l.Append(0, words("SET old 1")...)))
				must(t, l.Close())
				old = []string{"0:SET old 1"}
			}
			tl := &testLog{fs: m, now: 1}
			l, err := Open(tl.options(Options{}))
			must(t, err)
			if l.Exists() != before {
				t.Errorf("Exists: %v", l.Exists())
			}
			r, err := l.StartFresh()
			must(t, err)
			if _, err := l.StartFresh(); !errors.Is(err, ErrOn) {
				t.Errorf("second StartFresh: %v", err)
			}
			if st := l.Stats(); !st.On || !st.Fresh || !st.RewriteInProgress {
				t.Errorf("stats %+v", st)
			}
			must(t, l.Flush(l.Append(0, words("SET b 1")...)))
			copied := newMemFS()
			for name := range m.files {
				copied.put(name, m.get(name))
			}
			_, cmds := mustOpen(t, copied, Options{})
			wantCmds(t, cmds, old...)

			must(t, r.Write(0, words("SET a 1")...))
			must(t, r.Commit())
			if st := l.Stats(); !st.On || st.Fresh || st.RewriteInProgress || st.CurrentSize != int64(len(resp("SELECT 0", "SET b 1", "SELECT 0", "SET a 1"))) {
				t.Errorf("stats %+v", st)
			}
			must(t, l.Close())
			_, cmds = mustOpen(t, m, Options{})
			wantCmds(t, cmds, "0:SET a 1", "0:SET b 1")
		})
	}
}

func TestAbortOfAFreshStart(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	must(t, l.Flush(l.Append(0, words("SET old 1")...)))
	must(t, l.Stop())
	files := m.list()
	r, err := l.StartFresh()
	must(t, err)
	must(t, l.Flush(l.Append(0, words("SET b 1")...)))
	must(t, r.Abort())
	if m.list() != files || l.Stats().On || l.Stats().Fresh {
		t.Errorf("files %q, want %q; stats %+v", m.list(), files, l.Stats())
	}
	r, err = l.StartFresh()
	must(t, err)
	must(t, l.Stop())
	if err := r.Commit(); !errors.Is(err, ErrAborted) || m.list() != files {
		t.Errorf("Commit after Stop: %v, files %q", err, m.list())
	}
	_, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET old 1")
}

func TestFailedWriteSpoilsTheRewrite(t *testing.T) {
	for _, op := range []string{"write", "sync", "rename"} {
		m := newMemFS()
		l, _ := mustOpen(t, m, Options{RewriteSyncBytes: 1})
		must(t, l.Flush(l.Append(0, words("SET a 1")...)))
		r, err := l.Cut()
		must(t, err)
		m.failWith(func(o, name string, size int) (int, error) {
			if o == op && name != "appendonly.aof.2.incr.aof" {
				return 0, syscall.EIO
			}
			return size, nil
		})
		for range 3 {
			_ = r.Write(0, make([]byte, rewriteBuffer)) // Commit tells it
		}
		if err := r.Commit(); !errors.Is(err, syscall.EIO) || Cause(err) != "Input/output error" {
			t.Errorf("%s: Commit: %v", op, err)
		}
		if !l.Healthy() || l.Stats().RewriteInProgress {
			t.Errorf("%s: the log suffers: %v", op, l.Err())
		}
		m.failWith(nil)
		must(t, l.Flush(l.Append(0, words("SET b 1")...)))
		must(t, l.Close())
		if got, want := m.list(), "appendonly.aof.1.base.aof appendonly.aof.1.incr.aof appendonly.aof.2.incr.aof appendonly.aof.manifest"; got != want {
			t.Errorf("%s: files %q, want %q", op, got, want)
		}
		_, cmds := mustOpen(t, m, Options{})
		wantCmds(t, cmds, "0:SET a 1", "0:SET b 1")
	}
}

func TestRewriteFromSeveralGoroutines(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	r, err := l.Cut()
	must(t, err)
	const writers, records = 4, 400
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range records {
				value := bytes.Repeat([]byte("v"), 100)
				if err := r.Write(w%2, []byte("SET"), fmt.Appendf(nil, "%d:%d", w, i), value); err != nil {
					t.Error(err)
				}
				if err := l.Flush(l.Append(w%2, []byte("PING"))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	must(t, r.Commit())
	must(t, l.Close())
	_, cmds := mustOpen(t, m, Options{})
	seen := map[string]bool{}
	for _, c := range cmds {
		seen[c] = true
	}
	for w := range writers {
		for i := range records {
			if want := fmt.Sprintf("%d:SET %d:%d %s", w%2, w, i, bytes.Repeat([]byte("v"), 100)); !seen[want] {
				t.Fatalf("%.20q is missing", want)
			}
		}
	}
	if len(cmds) != 2*writers*records {
		t.Errorf("%d commands", len(cmds))
	}
}

func TestHistoryThatCannotBeRemovedStaysListed(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	r, err := l.Cut()
	must(t, err)
	m.failWith(func(op, name string, size int) (int, error) {
		if op == "remove" && name == "appendonly.aof.1.incr.aof" {
			return 0, syscall.EACCES
		}
		return size, nil
	})
	must(t, r.Commit())
	l.background.Wait()
	if got, want := m.get(aofPath("appendonly.aof.manifest")), "file appendonly.aof.2.base.aof seq 2 type b\n"+
		"file appendonly.aof.1.incr.aof seq 1 type h\nfile appendonly.aof.2.incr.aof seq 2 type i\n"; got != want {
		t.Errorf("manifest %q, want %q", got, want)
	}
	if e := l.events(CleanupFailed); len(e) != 1 || e[0].String() != "Cannot remove the AOF file appendonly.aof.1.incr.aof: Permission denied" {
		t.Errorf("events %v", e)
	}
	m.failWith(nil)
	must(t, l.Close())
	l, _ = mustOpen(t, m, Options{})
	must(t, l.Close())
	if got, want := m.list(), "appendonly.aof.2.base.aof appendonly.aof.2.incr.aof appendonly.aof.manifest"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
}
