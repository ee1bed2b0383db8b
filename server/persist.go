package server

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/info"
	"redstart/storage/aof"
)

// The log's life: openLog reads its manifest, startLog loads it and begins to append, applyAppendOnly switches it off and on, tend looks
// after it when cron says so, closeLog ends it. rewrite.go replaces it by a shorter one, propagate.go writes to it.

// persistence is what the server keeps about its log, beside the log itself.
type persistence struct {
	load    loading
	rewrite rewriting
	waits   syncWaits

	mu struct {
		sync.Mutex
		started bool // loaded, so appendonly may be switched
	}
	tick   chan struct{}  // cron's to tend
	closed atomic.Bool    // the log takes no more records, and no write is acknowledged
	work   sync.WaitGroup // goroutines of the log
	end    context.CancelFunc
}

// openLog reads the log's manifest; it changes nothing on disk.
func (srv *Server) openLog() (err error) {
	if srv.aof, err = aof.Open(srv.logOptions()); err != nil {
		return err
	}
	srv.persist.rewrite.mu.lastSeconds = -1
	srv.persist.tick = make(chan struct{}, 1)
	if ping := srv.table.Lookup([]byte("ping")); ping != nil {
		ping.Gates |= uint32(gateRefuse) // the one command besides writes that tells of a failed log
	}
	for _, h := range []struct {
		apply func() error
		id    config.ID
	}{
		{srv.applyAppendOnly, config.AppendOnly},
		{srv.applyLogDir, config.Dir},
		{srv.applyFsync, config.AppendFsync},
		{srv.applyLogFlags, config.AOFTimestampEnabled},
		{srv.applyLogFlags, config.NoAppendFsyncOnRewrite},
		{srv.applyLogFlags, config.AOFLoadTruncated},
	} {
		srv.cfg.OnChange(h.apply, h.id)
	}
	srv.setGate(gateLoading, srv.cfg.Bool(config.AppendOnly))
	return nil
}

func (srv *Server) logOptions() aof.Options {
	return aof.Options{
		Dir:              srv.cfg.String(config.Dir),
		DirName:          srv.cfg.String(config.AppendDirname),
		FileName:         srv.cfg.String(config.AppendFilename),
		Policy:           srv.fsyncPolicy(),
		Now:              srv.clock.Milli,
		OnEvent:          srv.logEvent,
		OnSync:           srv.persist.waits.synced,
		Timestamps:       srv.cfg.Bool(config.AOFTimestampEnabled),
		RefuseTruncated:  !srv.cfg.Bool(config.AOFLoadTruncated),
		NoFsyncOnRewrite: srv.cfg.Bool(config.NoAppendFsyncOnRewrite),
		MaxBulk:          max(srv.cfg.Int(config.ProtoMaxBulkLen), 512<<20),
	}
}

// startLog loads the log, if appendonly is yes, and appends to it from then on. Clients get -LOADING meanwhile. It ends early when
// the server does.
func (srv *Server) startLog(ctx context.Context) error {
	p := &srv.persist
	if srv.cfg.Bool(config.AppendOnly) {
		if err := srv.loadAtStart(ctx); err != nil {
			return err
		}
		srv.Alone(srv.keys.ResetStats) // what the log did is no use that was made of the server
		if err := srv.aof.Start(); err != nil {
			return err
		}
		p.rewrite.sizeNow(srv.aof.BaseSize())
		srv.logging.Store(true)
	}
	p.mu.Lock()
	p.mu.started = true
	p.mu.Unlock()
	var err error
	srv.Alone(func() {
		if err = srv.applyStores(); err != nil {
			return
		}
		srv.boundKeys() // the keys that are too many leave, and the log is told
		srv.setGate(gateLoading, false)
	})
	if err != nil {
		return err
	}
	ctx, p.end = context.WithCancel(ctx)
	p.work.Go(func() { srv.aof.Run(ctx) })
	p.work.Go(func() { srv.tend(ctx) })
	return nil
}

// closeLog flushes, syncs and closes the log.
func (srv *Server) closeLog() error {
	p := &srv.persist
	if p.end != nil {
		p.end()
	}
	p.rewrite.close()
	p.closed.Store(true)
	err := srv.aof.Close()
	p.work.Wait()
	return errors.Join(err, srv.aof.Close()) // a rewrite may have switched it on meanwhile
}

// retryEvery is how long after each other a failed log is tried again: at the last look in a second.
const retryEvery = time.Second - sampleEvery

// tend writes what no reply waits for (expired keys), tries a failed log again and starts the rewrites that are due, when cron says so,
// until ctx ends. A ticker of its own would wake an idle process twice as often.
func (srv *Server) tend(ctx context.Context) {
	var retried int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-srv.persist.tick:
		}
		if now := srv.clock.Nanos(); !srv.aof.Healthy() && now-retried >= int64(retryEvery) {
			retried = now
			_ = srv.aof.Retry() // an event tells when it works again
		}
		if srv.logging.Load() {
			_ = srv.aof.Flush(srv.aof.Appended()) // an event tells
		}
		srv.rewriteIfDue()
	}
}

// logEvent takes what the log tells of itself to the server's log, and refuses writes while the log fails. It is called with locks of
// the log held.
func (srv *Server) logEvent(e aof.Event) {
	switch e.Kind {
	case aof.WriteFailed, aof.SyncFailed:
		srv.setGate(gateRefuse, true)
		srv.persist.rewrite.schedule(e.Kind == aof.SyncFailed)
	case aof.Recovered:
		srv.setGate(gateRefuse, false)
	}
	l := srv.log.Info()
	if e.Warning() {
		l = srv.log.Warn()
	}
	if e.Err != nil {
		l = l.AnErr("cause", e.Err)
	}
	l.Msg(e.String())
}

// refusal is the error for writes while the log fails.
func (srv *Server) refusal() error {
	err := srv.aof.Err()
	if err == nil { // it has recovered in this moment
		err = errors.New("unknown")
	}
	return command.ErrLogFailed(aof.Cause(err))
}

// fsyncPolicy is appendfsync.
func (srv *Server) fsyncPolicy() aof.Policy {
	switch srv.cfg.Int(config.AppendFsync) {
	case config.FsyncAlways:
		return aof.Always
	case config.FsyncNo:
		return aof.No
	}
	return aof.EverySec
}

func (srv *Server) applyFsync() error { return srv.aof.SetPolicy(srv.fsyncPolicy()) }

func (srv *Server) applyLogFlags() error {
	srv.aof.SetTimestamps(srv.cfg.Bool(config.AOFTimestampEnabled))
	srv.aof.SetNoFsyncOnRewrite(srv.cfg.Bool(config.NoAppendFsyncOnRewrite))
	srv.aof.SetRefuseTruncated(!srv.cfg.Bool(config.AOFLoadTruncated))
	return nil
}

// applyLogDir takes a log that is off along to another directory. One that is on stays where its files are until it is switched off.
func (srv *Server) applyLogDir() error {
	if err := srv.aof.Move(srv.cfg.String(config.Dir)); err != nil && !errors.Is(err, aof.ErrOn) {
		return err
	}
	return nil
}

// applyAppendOnly switches the log on or off, as CONFIG SET appendonly demands, with the gate not held.
func (srv *Server) applyAppendOnly() error {
	p := &srv.persist
	p.mu.Lock()
	defer p.mu.Unlock()
	on := srv.cfg.Bool(config.AppendOnly)
	switch {
	case !p.mu.started:
		return command.ErrLoading
	case on && !srv.logging.Load():
		// If an aborted rewrite has not ended yet, tend begins this one.
		if err := srv.startRewrite(srv.aof.StartFresh); err != nil && !errors.Is(err, aof.ErrRewriteRunning) {
			srv.log.Warn().Err(err).Msg("appendonly cannot be switched on")
			return errCannotSwitchOn
		}
	case !on && srv.logging.Load():
		srv.switchOff()
	}
	return nil
}

const errCannotSwitchOn = refused("Unable to turn on AOF. Check server logs.")

// refused is a reason in Redis' words, which CONFIG SET puts behind its own.
type refused string

func (r refused) Error() string { return string(r) }

// switchOff ends logging, and a rewrite that runs.
func (srv *Server) switchOff() {
	srv.persist.rewrite.abort()
	var err error
	srv.Alone(func() {
		err = srv.aof.Stop()
		srv.logging.Store(false)
	})
	srv.setGate(gateRefuse, false)
	if err != nil {
		srv.log.Warn().Err(err).Msg("the log is off, but its end may be missing")
	}
	if dir := srv.cfg.String(config.Dir); srv.aof.Move(dir) != nil {
		srv.log.Warn().Str("dir", dir).Msg("the log that is in this directory cannot be read")
	}
}

// Logging reports whether changes are logged.
func (srv *Server) Logging() bool { return srv.logging.Load() }

// persistInfo is what INFO tells about the log.
func (srv *Server) persistInfo() info.Persistence {
	st := srv.aof.Stats()
	out := info.Persistence{
		Enabled:      srv.cfg.Bool(config.AppendOnly),
		WriteFailed:  !srv.aof.Healthy(),
		CurrentSize:  st.CurrentSize,
		BufferLength: st.BufferLength,
		DelayedSyncs: st.DelayedSyncs,
	}
	if st.PendingSync {
		out.PendingSyncs = 1
	}
	srv.persist.rewrite.info(&out, srv.clock.Milli())
	srv.persist.load.info(&out)
	return out
}

// syncWaits is who waits for the log to reach the disk.
type syncWaits struct {
	mu struct {
		sync.Mutex
		list map[*syncWait]struct{}
	}
}

type syncWait struct {
	upto int64
	f    func()
}

// synced calls those who wait for an offset up to upto. The log calls it, with locks held.
func (w *syncWaits) synced(upto int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for one := range w.mu.list {
		if one.upto <= upto {
			delete(w.mu.list, one)
			one.f()
		}
	}
}

// LogSynced is the offset up to which the log is on disk.
func (srv *Server) LogSynced() int64 { return srv.aof.Synced() }

// OnLogSync has f called once the log is on disk up to an offset: at once, or later by another goroutine. f must not block. cancel
// keeps f from being called, unless it has begun already.
func (srv *Server) OnLogSync(upto int64, f func()) (cancel func()) {
	w := &srv.persist.waits
	one := &syncWait{upto, f}
	w.mu.Lock()
	defer w.mu.Unlock()
	if srv.aof.Synced() >= upto {
		f()
		return func() {}
	}
	if w.mu.list == nil {
		w.mu.list = map[*syncWait]struct{}{}
	}
	w.mu.list[one] = struct{}{}
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.mu.list, one)
	}
}
