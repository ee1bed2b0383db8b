package aof

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// slowRemoveFS waits before its first removal of a file that is superseded.
type slowRemoveFS struct {
	FS
	began, moved chan struct{}
}

func (s *slowRemoveFS) Remove(name string) error {
	if !strings.Contains(name, "temp-") {
		select {
		case <-s.began:
		default:
			close(s.began)
			<-s.moved
		}
	}
	return s.FS.Remove(name)
}

// Superseded files are removed in the background. When the log has moved meanwhile, the files of that name in the new directory, which
// may be another log's, stay.
func TestHistoryIsRemovedWhereItWas(t *testing.T) {
	dirs := [2]string{t.TempDir(), t.TempDir()}
	seed, err := Open(Options{Dir: dirs[1], Now: func() int64 { return 1 }})
	must(t, err)
	must(t, seed.Start())
	must(t, seed.Flush(seed.Append(0, words("SET kept 1")...)))
	must(t, seed.Close())

	slow := &slowRemoveFS{FS: OS(), began: make(chan struct{}), moved: make(chan struct{})}
	l, err := Open(Options{Dir: dirs[0], Now: func() int64 { return 1 }, FS: slow})
	must(t, err)
	must(t, l.Start())
	r, err := l.Cut()
	must(t, err)
	must(t, r.Commit())
	<-slow.began
	must(t, l.Stop())
	must(t, l.Move(dirs[1]))
	close(slow.moved)
	l.background.Wait()

	n := 0
	_, err = l.Load(func(int, [][]byte) error { n++; return nil }, nil)
	must(t, err)
	if n != 1 {
		t.Errorf("%d commands are left in the other directory", n)
	}
	left, err := fs.Glob(osDir(dirs[0]), "*.1.*")
	must(t, err)
	if len(left) > 0 {
		t.Errorf("not removed: %v", left)
	}
}

// osDir is the log's files below a server's directory.
func osDir(dir string) fs.FS { return os.DirFS(filepath.Join(dir, "appendonlydir")) }
