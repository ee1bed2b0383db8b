package aof

import "runtime"

// Flush returns nil when every record before the log offset upto is in the kernel, and with the policy Always on disk. One
// caller writes for all that wait. If nothing is missing it costs two atomic loads.
//
// It returns an error while the log has failed. Then a request whose record is not flushed must not be acknowledged.
func (l *Log) Flush(upto int64) error {
	for !l.Flushed(upto) {
		if err := l.Err(); err != nil {
			return err
		}
		g := &l.group
		g.mu.Lock()
		if !g.mu.led {
			g.mu.led = true
			g.mu.Unlock()
			return l.lead()
		}
		g.turn.Wait()
		g.mu.Unlock()
	}
	return nil
}

// gatherRounds bounds how often the leader of a group lets others append before it writes.
const gatherRounds = 4

// lead flushes for all callers of Flush that have appended by now.
func (l *Log) lead() error {
	// Sessions that run now are about to append too: after the yields one write carries the records of all of them. One yield is not
	// enough, because the runtime does not always let everybody else run first.
	for n, round := l.appended.Load(), 0; round < gatherRounds; round++ {
		runtime.Gosched()
		now := l.appended.Load()
		if now == n {
			break
		}
		n = now
	}
	l.writing.Lock()
	err := l.Err()
	if err == nil {
		err = l.flushLocked()
	}
	l.writing.Unlock()
	l.group.mu.Lock()
	l.group.mu.led = false
	l.group.mu.Unlock()
	l.group.turn.Broadcast()
	return err
}

// Flushed reports whether Flush(upto) has nothing to do.
func (l *Log) Flushed(upto int64) bool {
	if Policy(l.policy.Load()) == Always && !l.syncsPaused() {
		return l.synced.Load() >= upto
	}
	return l.written.Load() >= upto
}

// flushLocked writes all pending bytes, and syncs them under Always. The caller holds writing.
func (l *Log) flushLocked() error {
	if err := l.writeLocked(); err != nil {
		return err
	}
	if Policy(l.policy.Load()) == Always && !l.syncsPaused() {
		return l.syncLocked()
	}
	return nil
}

// writeLocked hands all pending bytes to the kernel. The caller holds writing.
func (l *Log) writeLocked() error {
	w := &l.writing
	if began := l.syncBegan.Load(); began != 0 && l.o.Now()-began > slowSync {
		l.countSlowSync(began)
	}
	for {
		if len(w.rest) == 0 && !l.takePending() {
			return nil
		}
		n, err := w.f.Write(w.rest)
		if err != nil {
			l.takeBack(n)
			return l.fail(WriteFailed, err)
		}
		w.size += int64(n)
		l.currentSize.Add(int64(n))
		w.rest = w.rest[n:]
		l.written.Store(w.restEnd - int64(len(w.rest)))
		if len(w.rest) == 0 {
			l.giveBuffer()
		}
	}
}

// takePending makes the pending buffer the one to write, and reports whether it has bytes.
func (l *Log) takePending() bool {
	w := &l.writing
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.mu.buf) == 0 {
		return false
	}
	w.batch = l.mu.buf
	w.rest = w.batch
	w.restEnd = l.appended.Load()
	l.mu.buf = l.mu.spare
	l.mu.spare = nil
	return true
}

// giveBuffer hands the written buffer back for reuse.
func (l *Log) giveBuffer() {
	w := &l.writing
	b := w.batch
	w.batch, w.rest = nil, nil
	if cap(b) > keepBuffer {
		return
	}
	l.mu.Lock()
	l.mu.spare = b[:0]
	l.mu.Unlock()
}

// takeBack undoes a write that failed after n bytes, so that no part of a record stays in the file. If even that fails, the
// next write goes on where this one stopped.
func (l *Log) takeBack(n int) {
	w := &l.writing
	if n <= 0 || w.f.Truncate(w.size) == nil {
		return
	}
	w.size += int64(n)
	l.currentSize.Add(int64(n))
	w.rest = w.rest[n:]
	l.written.Store(w.restEnd - int64(len(w.rest)))
}

// syncLocked syncs everything written. The caller holds writing.
func (l *Log) syncLocked() error {
	w := &l.writing
	if w.f == nil {
		return nil
	}
	if err := l.syncFile(w.f); err != nil {
		return l.fail(SyncFailed, err)
	}
	l.raiseSynced(l.written.Load())
	return nil
}

// quickSyncer is a File with a way to sync that is cheaper on a fast disk.
type quickSyncer interface{ SyncQuick() error }

const (
	quickSync  = 1 // a sync that takes no longer is quick, ms
	quickSyncs = 4 // so many in a row make a disk fast; one that is not makes it slow again
)

// syncFile syncs f in the way that suits the disk. The caller holds writing.
func (l *Log) syncFile(f File) (err error) {
	w := &l.writing
	began := l.o.Now()
	if q, ok := f.(quickSyncer); ok && w.quick >= quickSyncs {
		err = q.SyncQuick()
	} else {
		err = f.Sync()
	}
	if w.quick++; l.o.Now()-began > quickSync {
		w.quick = 0
	}
	return err
}

// raiseSynced notes that everything before the offset is on disk.
func (l *Log) raiseSynced(upto int64) {
	for {
		old := l.synced.Load()
		if old >= upto {
			return
		}
		if l.synced.CompareAndSwap(old, upto) {
			l.o.OnSync(upto)
			return
		}
	}
}

// Sync returns when everything that was written before the call is on disk. It holds no lock that Append or Flush need
// while the disk works.
func (l *Log) Sync() error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	l.syncBegan.Store(max(l.o.Now(), 1))
	defer l.syncBegan.Store(0)
	l.writing.Lock()
	f, upto := l.writing.f, l.written.Load()
	l.writing.Unlock()
	if f == nil || l.synced.Load() >= upto {
		return nil
	}
	if err := f.Sync(); err != nil {
		return l.fail(SyncFailed, err)
	}
	l.raiseSynced(upto)
	return nil
}

// countSlowSync counts a sync that writers have had to write beside for too long, once.
func (l *Log) countSlowSync(began int64) {
	if l.slowBegan.Swap(began) != began {
		l.delayed.Add(1)
	}
}

// Err returns why the log does not write, or nil.
func (l *Log) Err() error {
	if f := l.failure.Load(); f != nil {
		return f.err
	}
	return nil
}

// Healthy reports whether the log can be written, which is when the server may accept writes.
func (l *Log) Healthy() bool { return l.failure.Load() == nil }

// fail makes the log fail with a WriteFailed or SyncFailed, and returns err.
func (l *Log) fail(kind EventKind, err error) error {
	if kind == SyncFailed {
		l.mustSync.Store(true)
	}
	if l.failure.Swap(&failure{err}) == nil {
		l.o.OnEvent(Event{Kind: kind, Err: err})
	}
	return err
}

// Retry tries to write, and after a failed sync to sync, what a failed log has pending. It returns nil when the log is healthy
// again, or was all the time. The server calls it from its cron.
func (l *Log) Retry() error {
	if l.Healthy() {
		return nil
	}
	l.syncing.Lock() // a sync that runs must not fail the log again with news from before
	defer l.syncing.Unlock()
	l.writing.Lock()
	defer l.writing.Unlock()
	if l.Healthy() {
		return nil
	}
	if l.writing.f != nil {
		if err := l.writeLocked(); err != nil {
			return err
		}
		if l.mustSync.Load() || Policy(l.policy.Load()) == Always {
			if err := l.syncLocked(); err != nil {
				return err
			}
		}
	}
	l.mustSync.Store(false)
	l.failure.Store(nil)
	l.o.OnEvent(Event{Kind: Recovered})
	return nil
}
