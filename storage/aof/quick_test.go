package aof

import (
	"os"
	"testing"
)

// pacedFS has files that count how they are synced, and whose syncs take what the test says.
type pacedFS struct {
	FS
	took        int64 // ms that the next syncs take
	now         *int64
	quick, full int
}

type pacedFile struct {
	File
	fs *pacedFS
}

func (fs *pacedFS) OpenFile(name string, flag int, perm os.FileMode) (File, error) {
	f, err := fs.FS.OpenFile(name, flag, perm)
	return pacedFile{f, fs}, err
}

func (f pacedFile) Sync() error {
	f.fs.full++
	*f.fs.now += f.fs.took
	return f.File.Sync()
}

func (f pacedFile) SyncQuick() error {
	f.fs.quick++
	*f.fs.now += f.fs.took
	return f.File.Sync()
}

// A disk is taken for fast after some quick syncs, and for slow after a single slow one.
func TestQuickSyncsOnFastDisks(t *testing.T) {
	now := int64(1)
	fs := &pacedFS{FS: OS(), now: &now}
	l, err := Open(Options{Dir: t.TempDir(), Policy: Always, FS: fs, Now: func() int64 { return now }})
	must(t, err)
	must(t, l.Start())
	fs.full = 0
	for _, step := range []struct {
		writes      int
		took        int64
		full, quick int
	}{
		{quickSyncs, 0, quickSyncs, 0},
		{10, quickSync, 0, 10},
		{1, quickSync + 1, 0, 1}, // the slow one is found out by a quick sync
		{quickSyncs, 0, quickSyncs, 0},
		{1, 0, 0, 1},
	} {
		fs.full, fs.quick, fs.took = 0, 0, step.took
		for range step.writes {
			must(t, l.Flush(l.Append(0, words("SET a 1")...)))
		}
		if fs.full != step.full || fs.quick != step.quick {
			t.Errorf("%+v: %d full syncs and %d quick ones", step, fs.full, fs.quick)
		}
	}
	must(t, l.Close())
}
