package aof

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// upgrade makes the single file of redis-server 6 and before the base file, if there is one and no log in the new layout. The
// manifest is written before the file is moved, so a crash between the two is seen and finished here. The caller holds files.
func (l *Log) upgrade() error {
	old := filepath.Join(l.o.Dir, l.o.FileName)
	if _, err := l.o.FS.Size(old); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	m := l.files.m
	switch {
	case m.empty():
		if err := l.makeDir(); err != nil {
			return err
		}
		m = m.clone()
		m.baseSeq = 1
		m.base = &entry{name: l.o.FileName, seq: 1, kind: kindBase}
		if _, err := l.persist(m); err != nil {
			return err
		}
		l.files.m = m
	case m.base != nil && m.base.name == l.o.FileName && len(m.incr) == 0:
		if _, err := l.o.FS.Size(l.path(m.base.name)); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	default:
		return nil
	}
	if err := l.o.FS.Rename(old, l.path(l.o.FileName)); err != nil {
		return err
	}
	if err := errors.Join(l.o.FS.SyncDir(l.dir), l.o.FS.SyncDir(l.o.Dir)); err != nil {
		return err
	}
	l.o.OnEvent(Event{Kind: Migrated, File: l.o.FileName})
	return nil
}
