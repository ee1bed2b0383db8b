package aof

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Start switches the log on after Load: it opens the newest incr file, and creates directory, base file, incr file and manifest
// where they are missing. Superseded and temporary files that a crash has left are removed.
func (l *Log) Start() error {
	l.files.Lock()
	defer l.files.Unlock()
	if l.isOn() {
		return ErrOn
	}
	if !l.files.loaded && !l.files.m.empty() {
		return ErrNotLoaded
	}
	if err := l.makeDir(); err != nil {
		return err
	}
	m := l.files.m.clone()
	changed := m.foreign
	m.foreign = false
	if m.empty() {
		if err := l.createBase(m); err != nil {
			return err
		}
		changed = true
	}
	f, size, created, err := l.openIncr(m)
	if err != nil {
		return err
	}
	if created || changed {
		if _, err := l.persist(m); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	l.files.m = m
	l.switchOn(f, size)
	l.removeTemps()
	l.removeHistory()
	return nil
}

// createBase adds an empty base file to m, which names none. The caller holds files.
func (l *Log) createBase(m *manifest) error {
	if err := l.skipStrays(m); err != nil {
		return err
	}
	name := l.baseName(m.baseSeq + 1)
	temp := l.path("temp-" + name)
	f, err := l.o.FS.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	var head []byte
	if l.stamps() {
		head = appendStamp(nil, l.o.Now()/1000)
		_, err = f.Write(head)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := l.o.FS.Rename(temp, l.path(name)); err != nil {
		return err
	}
	m.baseSeq++
	m.base = &entry{name: name, seq: m.baseSeq, kind: kindBase}
	l.baseSize.Store(int64(len(head)))
	l.currentSize.Store(int64(len(head)))
	l.o.OnEvent(Event{Kind: CreatedBase, File: name})
	return nil
}

// skipStrays raises the sequence numbers of an empty m above those of files that are there without a manifest.
func (l *Log) skipStrays(m *manifest) error {
	names, err := l.o.FS.ReadDir(l.dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		seq, kind := l.parseName(name)
		if kind == 0 {
			continue
		}
		if size, err := l.o.FS.Size(l.path(name)); err != nil || size == 0 {
			continue
		}
		if kind == kindBase {
			m.baseSeq = max(m.baseSeq, seq)
		} else {
			m.incrSeq = max(m.incrSeq, seq)
		}
		l.o.OnEvent(Event{Kind: StrayFiles, File: name})
	}
	return nil
}

// openIncr opens the last incr file of m, or adds a new one.
func (l *Log) openIncr(m *manifest) (f File, size int64, created bool, err error) {
	if len(m.incr) == 0 {
		f, err := l.createIncr(m)
		return f, 0, true, err
	}
	name := m.incr[len(m.incr)-1].name
	if size, err = l.o.FS.Size(l.path(name)); err != nil {
		return nil, 0, false, err
	}
	if f, err = l.o.FS.OpenFile(l.path(name), os.O_WRONLY|os.O_APPEND, 0o644); err != nil {
		return nil, 0, false, err
	}
	l.o.OnEvent(Event{Kind: OpenedIncr, File: name})
	return f, size, false, nil
}

// createIncr adds a new incr file to m. A file of that name that the manifest does not know is left from a crash and has no
// record that counts.
func (l *Log) createIncr(m *manifest) (File, error) {
	name := fmt.Sprintf("%s.%d.incr.aof", l.o.FileName, m.incrSeq+1)
	f, err := l.o.FS.OpenFile(l.path(name), os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return nil, err
	}
	m.incrSeq++
	m.incr = append(m.incr, entry{name: name, seq: m.incrSeq, kind: kindIncr})
	l.o.OnEvent(Event{Kind: CreatedIncr, File: name})
	return f, nil
}

// switchOn makes f, which has size bytes, the file that is appended to.
func (l *Log) switchOn(f File, size int64) {
	l.writing.Lock()
	l.writing.f, l.writing.size = f, size
	l.mu.Lock()
	l.mu.on, l.mu.db = true, -1
	l.mu.Unlock()
	l.writing.Unlock()
}

func (l *Log) stamps() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mu.stamps
}

func (l *Log) isOn() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mu.on
}

// Stop switches the log off, as CONFIG SET appendonly no does: it flushes, syncs and closes the file. A rewrite that runs is
// aborted. The files stay. If flushing fails, the pending records are lost and the error is returned, but the log is off.
func (l *Log) Stop() error {
	l.files.Lock()
	defer l.files.Unlock()
	if !l.isOn() {
		return nil
	}
	var errs []error
	if r := l.files.rewrite; r != nil {
		errs = append(errs, l.dropRewrite(r))
	}
	if l.isOn() { // dropping a fresh rewrite has switched it off
		errs = append(errs, l.switchOff())
	}
	return errors.Join(errs...)
}

// switchOff flushes, syncs and closes. The caller holds files.
func (l *Log) switchOff() error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	l.writing.Lock()
	defer l.writing.Unlock()
	w := &l.writing
	l.mu.Lock()
	l.mu.on = false
	l.mu.Unlock()
	err := l.writeLocked()
	if err == nil {
		err = l.syncLocked()
	}
	err = errors.Join(err, w.f.Close())
	l.mu.Lock()
	l.mu.buf, l.mu.spare = nil, nil
	end := l.appended.Load()
	l.mu.Unlock()
	w.f, w.size, w.batch, w.rest = nil, 0, nil, nil
	l.written.Store(end)
	l.raiseSynced(end)
	l.mustSync.Store(false)
	l.failure.Store(nil)
	return err
}

// Close flushes, syncs and closes the log, and waits for its work in the background. It ends all use of l.
func (l *Log) Close() error {
	err := l.Stop()
	l.background.Wait()
	return err
}

// makeDir creates the directory of the log if it is missing.
func (l *Log) makeDir() error {
	if _, err := l.o.FS.ReadDir(l.dir); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := l.o.FS.MkdirAll(l.dir, 0o755); err != nil {
		return err
	}
	return l.o.FS.SyncDir(filepath.Dir(l.dir))
}

func (l *Log) baseName(seq int64) string { return fmt.Sprintf("%s.%d.base.aof", l.o.FileName, seq) }

// parseName returns sequence number and kind of a base or incr file of this log, or kind 0.
func (l *Log) parseName(name string) (seq int64, kind byte) {
	rest, ok := strings.CutPrefix(name, l.o.FileName+".")
	if !ok {
		return 0, 0
	}
	digits, suffix, _ := strings.Cut(rest, ".")
	seq, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, 0
	}
	switch suffix {
	case "base.aof", "base.rdb":
		return seq, kindBase
	case "incr.aof":
		return seq, kindIncr
	}
	return 0, 0
}

// removeTemps removes temporary files of this log. The caller holds files.
func (l *Log) removeTemps() {
	names, err := l.o.FS.ReadDir(l.dir)
	if err != nil {
		return // they do no harm
	}
	for _, name := range names {
		if !strings.HasPrefix(name, "temp-"+l.o.FileName+".") {
			continue
		}
		if err := l.o.FS.Remove(l.path(name)); err != nil {
			l.o.OnEvent(Event{Kind: CleanupFailed, File: name, Err: err})
		}
	}
}

// removeHistory removes superseded files in the background, as large ones take a while. The caller holds files.
func (l *Log) removeHistory() {
	history, dir := l.files.m.history, l.dir
	if len(history) == 0 {
		return
	}
	l.background.Go(func() {
		gone := make(map[string]bool)
		for _, e := range history {
			err := l.o.FS.Remove(filepath.Join(dir, e.name))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				l.o.OnEvent(Event{Kind: CleanupFailed, File: e.name, Err: err})
				continue
			}
			gone[e.name] = true
			l.o.OnEvent(Event{Kind: RemovedHistory, File: e.name})
		}
		l.forgetHistory(dir, gone)
	})
}

// forgetHistory takes files that were removed from dir out of the manifest, unless the log has moved since.
func (l *Log) forgetHistory(dir string, gone map[string]bool) {
	l.files.Lock()
	defer l.files.Unlock()
	if l.dir != dir {
		return
	}
	m := l.files.m.clone()
	m.history = nil
	for _, e := range l.files.m.history {
		if !gone[e.name] {
			m.history = append(m.history, e)
		}
	}
	if len(m.history) == len(l.files.m.history) {
		return
	}
	if placed, err := l.persist(m); err != nil {
		l.o.OnEvent(Event{Kind: CleanupFailed, File: l.manifestName(), Err: err})
		if !placed {
			return // the next start removes what is not there any more
		}
	}
	l.files.m = m
}
