package aof

import (
	"errors"
	"io/fs"
	"os"
	"sync"
)

// rewriteBuffer is how many bytes of a new base file are collected for one write.
const rewriteBuffer = 64 << 10

// Rewrite is a new base file in the making. It holds the data set as it was at Cut; everything appended since goes to a new
// incr file. Write and AppendRaw may be called from several goroutines; what one database's key needs must come in one call or
// in order. It ends with Commit or Abort.
type Rewrite struct {
	l      *Log
	name   string // of the temporary file, without directory
	incr   entry  // the incr file that goes with the new base
	atCut  int64  // Log.CurrentSize at the cut
	placed bool   // a manifest that names the new base may be in place although Commit failed
	kick   chan struct{}
	syncer sync.WaitGroup

	mu struct {
		sync.Mutex
		f        File // nil when ended
		buf      []byte
		db       int
		size     int64 // bytes written to f
		unsynced int64 // bytes since the last kick
		err      error // the first error; it spoils the rewrite
	}
}

// Cut begins a rewrite: what is pending is flushed to the old incr file, and later records go to a new one, which is added to
// the manifest. The caller makes sure that no record is appended during the call and that the data set it then writes is the
// one of this instant. If it fails, the log goes on as before. A call of Sync just before keeps Cut itself short.
func (l *Log) Cut() (*Rewrite, error) {
	l.files.Lock()
	defer l.files.Unlock()
	if l.files.rewrite != nil {
		return nil, ErrRewriteRunning
	}
	if !l.isOn() {
		return nil, ErrOff
	}
	r, err := l.newRewrite()
	if err != nil {
		return nil, err
	}
	if err := l.switchIncr(r); err != nil {
		return nil, errors.Join(err, r.discard())
	}
	l.files.rewrite = r
	l.rewriting.Store(true)
	return r, nil
}

// StartFresh begins to log while the log is off, as CONFIG SET appendonly yes does: records go to a new incr file at once, and
// Commit of the rewrite makes it and the new base file the log. Until then the old files, if any, are what a restart loads.
// The caller makes sure of the same as with Cut.
func (l *Log) StartFresh() (*Rewrite, error) {
	l.files.Lock()
	defer l.files.Unlock()
	if l.isOn() {
		return nil, ErrOn
	}
	if err := l.makeDir(); err != nil {
		return nil, err
	}
	if l.files.m.empty() {
		if err := l.skipStrays(l.files.m); err != nil {
			return nil, err
		}
	}
	r, err := l.newRewrite()
	if err != nil {
		return nil, err
	}
	m := l.files.m.clone()
	f, err := l.createIncr(m)
	if err != nil {
		return nil, errors.Join(err, r.discard())
	}
	r.incr = m.incr[len(m.incr)-1]
	l.currentSize.Store(0)
	l.baseSize.Store(0)
	l.files.rewrite = r
	l.fresh.Store(true)
	l.rewriting.Store(true)
	l.switchOn(f, 0)
	return r, nil
}

// newRewrite creates the temporary base file.
func (l *Log) newRewrite() (*Rewrite, error) {
	r := &Rewrite{l: l, name: "temp-" + l.baseName(l.files.m.baseSeq+1), kick: make(chan struct{}, 1)}
	f, err := l.o.FS.OpenFile(l.path(r.name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return nil, err
	}
	r.mu.f, r.mu.db = f, -1
	if l.stamps() {
		r.mu.buf = appendStamp(nil, l.o.Now()/1000)
	}
	r.syncer.Go(func() {
		for range r.kick {
			if err := f.Sync(); err != nil {
				r.spoil(err)
			}
		}
	})
	return r, nil
}

// switchIncr flushes to the old incr file, syncs it and appends to a new one from then on. The caller holds files.
func (l *Log) switchIncr(r *Rewrite) error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	w := &l.writing
	w.Lock()
	defer w.Unlock()
	if err := l.cutFlush(); err != nil {
		return err
	}
	m := l.files.m.clone()
	f, err := l.createIncr(m)
	if err != nil {
		return err
	}
	incr := m.incr[len(m.incr)-1]
	if placed, err := l.persist(m); err != nil {
		err = errors.Join(err, f.Close())
		if !placed {
			err = errors.Join(err, l.o.FS.Remove(l.path(incr.name)))
		}
		return err // if it was placed, the manifest names an empty file more, which is valid
	}
	if err := l.cutFlush(); err != nil { // for a caller that let records come in meanwhile
		return errors.Join(err, f.Close())
	}
	l.files.m = m
	l.mu.Lock()
	l.mu.db = -1
	l.mu.Unlock()
	_ = w.f.Close() // its data is on disk
	w.f, w.size = f, 0
	r.incr, r.atCut = incr, l.currentSize.Load()
	return nil
}

// cutFlush writes what is pending and syncs it whatever the policy, or power loss could take records out of the log's middle
// instead of its end. The caller holds syncing and writing.
func (l *Log) cutFlush() error {
	if err := l.Err(); err != nil {
		return err
	}
	if err := l.writeLocked(); err != nil {
		return err
	}
	if l.synced.Load() >= l.written.Load() {
		return nil
	}
	return l.syncLocked()
}

// Write adds one command for database db to the new base file. The arguments are copied. After an error the rewrite can only
// be aborted.
func (r *Rewrite) Write(db int, args ...[]byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.enter(db)
	r.mu.buf = AppendCommand(r.mu.buf, args...)
	return r.added()
}

// AppendRaw adds commands for database db that are encoded already. The bytes are copied.
func (r *Rewrite) AppendRaw(db int, raw []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.enter(db)
	r.mu.buf = append(r.mu.buf, raw...)
	return r.added()
}

func (r *Rewrite) enter(db int) {
	if db != r.mu.db {
		r.mu.buf = appendSelect(r.mu.buf, db)
		r.mu.db = db
	}
}

func (r *Rewrite) added() error {
	if len(r.mu.buf) < rewriteBuffer {
		return r.mu.err
	}
	return r.flush()
}

// flush writes the buffer, and has the file synced now and then so that Commit's sync is short. The caller holds mu.
func (r *Rewrite) flush() error {
	if r.mu.f == nil && r.mu.err == nil {
		r.mu.err = ErrAborted
	}
	if r.mu.err != nil {
		r.mu.buf = r.mu.buf[:0]
		return r.mu.err
	}
	n, err := r.mu.f.Write(r.mu.buf)
	r.mu.size += int64(n)
	r.mu.unsynced += int64(n)
	r.mu.buf = r.mu.buf[:0]
	r.mu.err = err
	if step := r.l.o.RewriteSyncBytes; step > 0 && r.mu.unsynced >= step {
		r.mu.unsynced = 0
		select {
		case r.kick <- struct{}{}:
		default: // the one before still runs
		}
	}
	return err
}

func (r *Rewrite) spoil(err error) {
	r.mu.Lock()
	if r.mu.err == nil {
		r.mu.err = err
	}
	r.mu.Unlock()
}

// Size returns the bytes of the new base file so far.
func (r *Rewrite) Size() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mu.size + int64(len(r.mu.buf))
}

// Commit makes the new file the base of the log, in one step: a crash leaves either the old files or the new ones. The old
// files are removed in the background. If it fails the rewrite is aborted and the old files stay.
func (r *Rewrite) Commit() error {
	l := r.l
	size, err := r.finish()
	l.files.Lock()
	defer l.files.Unlock()
	if l.files.rewrite != r {
		return errors.Join(ErrAborted, r.removeTemp())
	}
	if err == nil {
		err = l.install(r)
	}
	if err != nil {
		return errors.Join(err, l.dropRewrite(r))
	}
	l.endRewrite()
	l.fresh.Store(false)
	l.baseSize.Store(size)
	l.currentSize.Add(size - r.atCut)
	l.o.OnEvent(Event{Kind: RewroteBase, File: l.files.m.base.name})
	l.removeHistory()
	return nil
}

// finish writes, syncs and closes the temporary file, and returns its size.
func (r *Rewrite) finish() (int64, error) {
	r.mu.Lock()
	err := r.flush()
	f := r.mu.f
	r.mu.f = nil
	r.mu.Unlock()
	if f == nil {
		return 0, ErrAborted
	}
	close(r.kick)
	r.syncer.Wait()
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mu.size, errors.Join(err, r.mu.err)
}

// install renames the temporary file and replaces the manifest. The caller holds files.
func (l *Log) install(r *Rewrite) error {
	m := l.files.m.clone()
	m.baseSeq++
	base := entry{name: l.baseName(m.baseSeq), seq: m.baseSeq, kind: kindBase}
	if m.base != nil {
		m.history = append(m.history, entry{name: m.base.name, seq: m.base.seq, kind: kindHistory})
	}
	for _, e := range m.incr {
		if e.seq < r.incr.seq {
			e.kind = kindHistory
			m.history = append(m.history, e)
		}
	}
	m.base, m.incr, m.incrSeq = &base, []entry{r.incr}, r.incr.seq
	if err := l.o.FS.Rename(l.path(r.name), l.path(base.name)); err != nil {
		return err
	}
	if err := l.o.FS.SyncDir(l.dir); err != nil {
		return errors.Join(err, l.o.FS.Remove(l.path(base.name)))
	}
	placed, err := l.persist(m)
	if err != nil && !placed {
		return errors.Join(err, l.o.FS.Remove(l.path(base.name)))
	}
	if err != nil {
		// Either manifest may be the one that survives, so the files of both stay and the new base's name is not used again.
		r.placed = true
		l.files.m.baseSeq, l.files.m.incrSeq = m.baseSeq, m.incrSeq
		return err
	}
	l.files.m = m
	return nil
}

// Abort ends a rewrite without effect on what is loaded: the incr files stay, the temporary file is removed. After StartFresh
// it switches the log off again.
func (r *Rewrite) Abort() error {
	l := r.l
	l.files.Lock()
	defer l.files.Unlock()
	if l.files.rewrite != r {
		return nil
	}
	return l.dropRewrite(r)
}

// dropRewrite is Abort with files held.
func (l *Log) dropRewrite(r *Rewrite) error {
	err := r.discard()
	l.endRewrite()
	if !l.fresh.Load() {
		return err
	}
	l.fresh.Store(false)
	err = errors.Join(err, l.switchOff())
	if !r.placed {
		err = errors.Join(err, l.o.FS.Remove(l.path(r.incr.name)))
	}
	return err
}

// endRewrite forgets the rewrite that runs. The caller holds files.
func (l *Log) endRewrite() {
	l.files.rewrite = nil
	l.rewriting.Store(false)
}

// discard closes and removes the temporary file.
func (r *Rewrite) discard() error {
	r.mu.Lock()
	f := r.mu.f
	r.mu.f = nil
	if r.mu.err == nil {
		r.mu.err = ErrAborted
	}
	r.mu.Unlock()
	var err error
	if f != nil {
		close(r.kick)
		r.syncer.Wait()
		err = f.Close()
	}
	return errors.Join(err, r.removeTemp())
}

func (r *Rewrite) removeTemp() error {
	err := r.l.o.FS.Remove(r.l.path(r.name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
