package server

import (
	"errors"
	"sync"
	"time"

	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/info"
	"redstart/server/store"
	"redstart/storage"
	"redstart/storage/aof"
)

// A rewrite replaces the log by the commands that make the data set of one instant, the cut. The cut is made under the exclusive gate:
// from then on records go to a new file, and the keyspace saves each shard before it changes. The walk over the shards runs beside
// the clients.

// rewriting is the state of rewrites.
type rewriting struct {
	mu struct {
		sync.Mutex
		closed      bool // none begins any more
		running     bool
		snap        *storage.Snapshot // of the one that runs
		due         bool              // one is to begin as soon as possible
		began       int64             // Unix ms
		lastSeconds int64             // -1: none yet
		count       int64             // begun
		lastFailed  bool
		failures    int   // in a row
		notBefore   int64 // Unix ms: none begins by itself earlier
		size        int64 // of the log at the end of the last one, or of its base at the start
	}
}

// Rewrites that fail over and over are not begun by themselves each time.
const (
	rewritePatience = 3 // failures in a row
	rewriteDelay    = int64(time.Minute / time.Millisecond)
	rewriteDelayMax = int64(time.Hour / time.Millisecond)
)

// begin notes that a rewrite begins; false: one runs.
func (r *rewriting) begin(now int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.mu.running || r.mu.closed {
		return false
	}
	r.mu.running, r.mu.due, r.mu.began = true, false, now
	r.mu.count++
	return true
}

// end notes how a rewrite has ended. size is that of the log.
func (r *rewriting) end(now, size int64, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mu.running, r.mu.snap = false, nil
	r.mu.lastSeconds = (now - r.mu.began) / 1000
	if r.mu.lastFailed = err != nil; !r.mu.lastFailed {
		r.mu.failures, r.mu.notBefore, r.mu.size = 0, 0, size
		return
	}
	if r.mu.failures++; r.mu.failures >= rewritePatience {
		r.mu.notBefore = now + min(rewriteDelay<<min(r.mu.failures-rewritePatience, 10), rewriteDelayMax)
	}
}

// abort ends the rewrite that runs, soon.
func (r *rewriting) abort() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mu.due = false
	if r.mu.snap != nil {
		r.mu.snap.Abort()
	}
}

// close is abort, and no other rewrite begins.
func (r *rewriting) close() {
	r.mu.Lock()
	r.mu.closed = true
	r.mu.Unlock()
	r.abort()
}

// schedule has a rewrite begin as soon as possible.
func (r *rewriting) schedule(due bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mu.due = r.mu.due || due
}

// sizeNow sets the size that the log's growth is measured from.
func (r *rewriting) sizeNow(size int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mu.size = size
}

func (r *rewriting) info(out *info.Persistence, now int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out.Rewriting, out.Scheduled, out.RewriteFailed = r.mu.running, r.mu.due, r.mu.lastFailed
	out.LastRewriteSeconds, out.CurrentRewriteSeconds = r.mu.lastSeconds, -1
	if r.mu.running {
		out.CurrentRewriteSeconds = (now - r.mu.began) / 1000
	}
	out.Rewrites, out.ConsecutiveFailures = r.mu.count, int64(r.mu.failures)
	out.BaseSize = r.mu.size
}

// ready reports whether a rewrite may begin by itself.
func (r *rewriting) ready(now int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.mu.running && now >= r.mu.notBefore
}

// wanted reports whether a rewrite was scheduled, or whether a log of size bytes is larger than least and has grown by percent percent.
func (r *rewriting) wanted(size, percent, least int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mu.due || percent > 0 && size > least && size*100/max(r.mu.size, 1)-100 >= percent
}

// rewriteIfDue begins a rewrite by itself: when the log has grown enough, or when appendonly was switched on and its first rewrite
// could not begin or has failed.
func (srv *Server) rewriteIfDue() {
	r := &srv.persist.rewrite
	if !srv.aof.Healthy() || !r.ready(srv.clock.Milli()) {
		return
	}
	begin := srv.aof.Cut
	if srv.logging.Load() {
		size := srv.aof.CurrentSize()
		if !r.wanted(size, srv.cfg.Int(config.AutoAOFRewritePercentage), srv.cfg.Int(config.AutoAOFRewriteMinSize)) {
			return
		}
		srv.log.Info().Int64("bytes", size).Msg("Starting automatic rewriting of AOF")
	} else {
		if !srv.cfg.Bool(config.AppendOnly) {
			return
		}
		begin = srv.aof.StartFresh
	}
	if err := srv.startRewrite(begin); err != nil && !errors.Is(err, aof.ErrRewriteRunning) {
		srv.log.Warn().Err(err).Msg("the log cannot be rewritten")
	}
}

// RewriteLog starts to rewrite the log in the background, as BGREWRITEAOF asks. While appendonly is no, that leaves a log of this instant
// and the changes up to the end of the rewrite.
func (srv *Server) RewriteLog() error {
	begin := srv.aof.Cut
	if !srv.logging.Load() {
		begin = srv.aof.StartFresh
	}
	err := srv.startRewrite(begin)
	switch {
	case errors.Is(err, aof.ErrRewriteRunning):
		return command.ErrRewriteRuns
	case err != nil:
		srv.log.Warn().Err(err).Msg("the log cannot be rewritten")
		return command.ErrRewriteFails
	}
	return nil
}

// startRewrite cuts the log with begin, and walks over the data set in the background. The gate must not be held.
func (srv *Server) startRewrite(begin func() (*aof.Rewrite, error)) error {
	r := &srv.persist.rewrite
	if !r.begin(srv.clock.Milli()) {
		return aof.ErrRewriteRunning
	}
	if srv.aof.Healthy() {
		_ = srv.aof.Sync() // ahead of the cut, which then holds the gate for a shorter time
	}
	var snap *storage.Snapshot
	var rw *aof.Rewrite
	var libraries []byte
	var stores []*store.Store
	var err error
	srv.Alone(func() {
		if snap, err = srv.keys.Cut(encodeRecord); err != nil {
			return
		}
		if rw, err = begin(); err != nil {
			snap.Abort()
			return
		}
		libraries, stores = srv.appendLibraries(nil), srv.stores.All()
		srv.logging.Store(true)
	})
	if err != nil {
		r.end(srv.clock.Milli(), 0, err)
		return err
	}
	r.mu.Lock()
	r.mu.snap = snap
	r.mu.Unlock()
	srv.log.Info().Msg("Background append only file rewriting started")
	srv.persist.work.Go(func() { srv.finishRewrite(snap, rw, appendStores(libraries, stores)) })
	return nil
}

// finishRewrite writes the data set of the cut, with the libraries of functions and the stores in front, and makes it the log.
func (srv *Server) finishRewrite(snap *storage.Snapshot, rw *aof.Rewrite, front []byte) {
	err := rw.AppendRaw(0, front)
	if walk := snap.Walk(rw.AppendRaw); err == nil {
		err = walk
	}
	if err == nil {
		err = rw.Commit()
	} else if aerr := rw.Abort(); aerr != nil {
		err = errors.Join(err, aerr)
	}
	srv.afterRewrite()
	srv.persist.rewrite.end(srv.clock.Milli(), srv.aof.CurrentSize(), err)
	switch {
	case errors.Is(err, storage.ErrSnapshotAborted) || errors.Is(err, aof.ErrAborted):
		srv.log.Info().Msg("Background AOF rewrite aborted")
	case err != nil:
		srv.log.Warn().Err(err).Msg("Background AOF rewrite failed")
	}
}

// afterRewrite ends logging where it has only served the rewrite: while appendonly is no, and where the rewrite that was to switch it
// on has failed.
func (srv *Server) afterRewrite() {
	p := &srv.persist
	p.mu.Lock()
	defer p.mu.Unlock()
	if !srv.aof.Stats().On {
		srv.logging.Store(false)
	} else if !srv.cfg.Bool(config.AppendOnly) {
		srv.switchOff()
	}
}
