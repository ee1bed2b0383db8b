package aof

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// story is a life of a log, told in steps that each count one key up, so that a record that is lost or loaded twice shows.
type story struct {
	fs     *memFS
	policy Policy
	l      *testLog
	states []map[string]int // after each step that was tried
	acked  int              // so many steps were acknowledged
	floor  int              // so many of those must be loaded
	free   bool             // the log is not yet what a restart loads
	retry  bool             // after an error go on, as a server does
	syncs  bool             // sync now and then
	chunk  int64            // Options.RewriteSyncBytes
}

func (s *story) state() map[string]int { return s.states[len(s.states)-1] }

// step counts keys up in one unit and flushes.
func (s *story) step(keys ...string) error {
	next := maps.Clone(s.state())
	var g Group
	for _, k := range keys {
		next[k]++
		g.Add(len(k), []byte("INCR"), []byte(k))
	}
	s.states = append(s.states, next)
	err := s.l.Flush(s.l.AppendGroup(&g))
	for i := 0; err != nil && s.retry && i < 5; i++ {
		err = s.l.Retry()
	}
	if err == nil && s.syncs && len(s.states)%3 == 0 {
		err = s.l.Sync()
	}
	if err != nil {
		return err
	}
	s.acked = len(s.states) - 1
	if !s.free {
		s.floor = s.acked
	}
	return nil
}

func (s *story) open() error {
	s.l = &testLog{fs: s.fs, now: 1_700_000_000_000}
	l, err := Open(s.l.options(Options{Policy: s.policy, RewriteSyncBytes: s.chunk}))
	if err != nil {
		return err
	}
	s.l.Log = l
	if _, err := s.l.load(); err != nil {
		return err
	}
	err = l.Start()
	for i := 0; err != nil && s.retry && i < 5; i++ {
		err = l.Start()
	}
	return err
}

// rewrite makes a new base file of the state at the cut, while steps go on.
func (s *story) rewrite(begin func() (*Rewrite, error), end func(*Rewrite) error) error {
	r, err := begin()
	for i := 0; err != nil && s.retry && i < 5; i++ {
		if s.l.Retry() == nil {
			r, err = begin()
		}
	}
	if err != nil {
		return err
	}
	atCut := s.state()
	for _, k := range slices.Sorted(maps.Keys(atCut)) {
		if err := r.Write(len(k), []byte("SET"), []byte(k), strconv.AppendInt(nil, int64(atCut[k]), 10)); err != nil {
			break // end tells it
		}
		if err := s.step(k, "all"); err != nil {
			return err
		}
	}
	return end(r)
}

// unless returns the error of a call that a server which goes on only reports.
func (s *story) unless(err error) error {
	if s.retry {
		return nil
	}
	return err
}

func (s *story) tell() error {
	if err := s.open(); err != nil {
		return err
	}
	for _, k := range []string{"a", "bb", "a"} {
		if err := s.step(k); err != nil {
			return err
		}
	}
	commit := func(r *Rewrite) error { return s.unless(r.Commit()) }
	abort := func(r *Rewrite) error { return s.unless(r.Abort()) }
	for _, end := range []func(*Rewrite) error{commit, abort, commit} {
		if err := s.rewrite(s.l.Cut, end); err != nil {
			return err
		}
		if err := s.step("a", "bb"); err != nil {
			return err
		}
	}
	if err := s.stopAndGo(commit); err != nil {
		return err
	}
	if err := s.unless(s.l.Close()); err != nil {
		return err
	}
	if err := s.open(); err != nil {
		return err
	}
	return s.step("ccc")
}

// stopAndGo switches the log off and on again.
func (s *story) stopAndGo(commit func(*Rewrite) error) error {
	if err := s.unless(s.l.Stop()); err != nil {
		return err
	}
	s.free = true
	fresh := func(r *Rewrite) error {
		err := commit(r)
		if s.free = s.l.Stats().Fresh || !s.l.Stats().On; !s.free {
			s.floor = s.acked
		}
		return err
	}
	for range 3 {
		if err := s.rewrite(s.l.StartFresh, fresh); err != nil {
			return err
		}
		if !s.free {
			break
		}
	}
	return s.step("a")
}

// check loads what is left and finds the state in the story.
func (s *story) check(t *testing.T, note string) {
	t.Helper()
	l, cmds, err := open(s.fs, Options{})
	if err != nil {
		t.Fatalf("%s: %v\nfiles: %s\nmanifest: %s", note, err, s.fs.list(), s.fs.get(aofPath("appendonly.aof.manifest")))
	}
	defer l.Close()
	got := map[string]int{}
	for _, c := range cmds {
		name, rest, _ := strings.Cut(c[strings.IndexByte(c, ':')+1:], " ")
		key, value, _ := strings.Cut(rest, " ")
		if c[0] != '0'+byte(len(key)) {
			t.Fatalf("%s: %q in the wrong database", note, c)
		}
		if name == "SET" {
			got[key], _ = strconv.Atoi(value)
		} else {
			got[key]++
		}
	}
	for i := len(s.states) - 1; i >= s.floor; i-- {
		if maps.Equal(got, s.states[i]) {
			return
		}
	}
	t.Fatalf("%s: loaded %v, which is no state from %v on to %v", note, got, s.states[s.floor], s.state())
}

func TestCrashAtEveryOperation(t *testing.T) {
	cases := []struct {
		name  string
		story story
		crash crash
		torn  int
	}{
		{"killed", story{}, killed, 0},
		{"killed in a write", story{chunk: 20}, killed, 1},
		{"killed late in a write", story{policy: No}, killed, 37},
		{"killed under always", story{policy: Always}, killed, 7},
		{"power loss under always", story{policy: Always, chunk: -1}, powerLoss, 5},
		{"power loss with names first", story{policy: Always, chunk: -1}, namesFirst, 5},
		{"power loss under everysec", story{chunk: -1, syncs: true}, powerLoss, 5},
		{"power loss under no", story{policy: No, chunk: 20, syncs: true}, namesFirst, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n := 1
			for ; ; n++ {
				s := newStory(c.story)
				s.fs.crashAt, s.fs.torn = n, c.torn
				err := s.tell()
				s.end()
				if err == nil && s.fs.ops < n {
					break
				}
				s.fs.reboot(c.crash)
				if c.crash != killed && s.policy != Always {
					s.floor = 0 // nothing is promised but that no record is missing between others
				}
				s.check(t, fmt.Sprintf("operation %d", n))
			}
			if n < 100 {
				t.Errorf("the story has only %d operations", n)
			}
		})
	}
}

func newStory(s story) *story {
	s.fs, s.states = newMemFS(), []map[string]int{{}}
	return &s
}

// end waits for what still runs.
func (s *story) end() {
	if s.l.Log != nil {
		s.l.background.Wait()
	}
}

// failOps makes some operations fail as a full disk does, and tells which one failed first.
func failOps(m *memFS, from, to int) *string {
	first := new(string)
	m.fail = func(op, name string, size int) (int, error) {
		if m.ops < from || m.ops >= to {
			return size, nil
		}
		if *first == "" {
			*first = op + " " + name
		}
		return size / 2, syscall.ENOSPC
	}
	return first
}

// Operations that fail cost nothing but the request or the rewrite that they are part of.
func TestEveryOperationFails(t *testing.T) {
	for _, policy := range []Policy{EverySec, Always} {
		for burst := 1; burst <= 3; burst++ {
			for n := 1; ; n++ {
				s := newStory(story{policy: policy, retry: true})
				failed := failOps(s.fs, n, n+burst)
				err := s.tell()
				if *failed == "" {
					break
				}
				note := fmt.Sprintf("operations %d to %d, %s", n, n+burst-1, *failed)
				if err != nil {
					t.Fatalf("%s: %v", note, err)
				}
				must(t, s.l.Close())
				if s.floor != len(s.states)-1 {
					t.Fatalf("%s: %d steps of %d acknowledged", note, s.floor, len(s.states)-1)
				}
				s.check(t, note)
			}
		}
	}
}

// The crash can come while the log still recovers from an operation that failed.
func TestCrashAfterAFailure(t *testing.T) {
	for _, c := range []crash{killed, powerLoss} {
		for _, later := range []int{1, 2, 3, 5, 8} {
			for n := 1; ; n++ {
				s := newStory(story{policy: Always, retry: true})
				failed := failOps(s.fs, n, n+1)
				s.fs.crashAt, s.fs.torn = n+later, later
				_ = s.tell()
				s.end()
				if *failed == "" {
					break
				}
				s.fs.reboot(c)
				s.check(t, fmt.Sprintf("operation %d, %s, crash %d later", n, *failed, later))
			}
		}
	}
}
