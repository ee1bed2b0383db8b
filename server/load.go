package server

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/info"
	"redstart/server/track"
	"redstart/storage/aof"
	"redstart/storage/table"
)

// loading is how far the load of the log is.
type loading struct {
	began       atomic.Int64 // Unix ms; 0: nothing is loaded now
	done, total atomic.Int64 // bytes
}

func (l *loading) info(out *info.Persistence) {
	if began := l.began.Load(); began != 0 {
		out.Loading, out.LoadStart = true, began/1000
		out.LoadDone, out.LoadTotal = l.done.Load(), l.total.Load()
	}
}

// loader applies the commands of a log to the keyspace: by the command table and the handlers, without gates, statistics and log.
type loader struct {
	*session // of a client that nobody is
	ctx      context.Context
	alone    bool          // the gate is held alone, by the caller
	workers  *workers      // nil: the loader does all itself
	shown    int64         // clock.Nanos of the last line about progress
	failed   *atomic.Int64 // commands that answered an error
}

// progressTime is how often a long load tells how far it is.
const progressTime = int64(time.Second)

// newLoader makes a loader. alone says that the caller holds the gate alone. The caller ends it.
func (srv *Server) newLoader(ctx context.Context, alone bool) *loader {
	ld := srv.newApplier(ctx, alone, new(atomic.Int64))
	n := min(runtime.GOMAXPROCS(0), maxWorkers)
	ld.workers = startWorkers(n, func() func(*batch) { return srv.newApplier(ctx, alone, ld.failed).runBatch })
	return ld
}

// newApplier makes a loader without workers.
func (srv *Server) newApplier(ctx context.Context, alone bool, failed *atomic.Int64) *loader {
	s := &session{srv: srv}
	s.c = client.New(nil, srv.clock.Milli(), func() {})
	s.work = srv.newWork().(*work)
	s.work.ctx.Client, s.work.ctx.Session, s.work.ctx.NoWait = s.c, s, true
	s.tx.Replay = true
	s.tick()
	return &loader{session: s, ctx: ctx, alone: alone, shown: s.nanos, failed: failed}
}

// end waits for what has not been applied yet.
func (ld *loader) end() {
	if ld.workers != nil {
		ld.workers.end()
	}
}

// apply runs one command, or has it run. It fails for what is not in the command table, and for nothing else: a command that answers
// an error has changed what it changed when it was logged.
func (ld *loader) apply(db int, args [][]byte) error {
	cmd := ld.srv.table.Lookup(args[0])
	if cmd == nil { // what the server logs of itself has the command's own name, which rename-command may have taken from clients
		cmd = ld.srv.table.Named(args[0])
	}
	cmd, err := resolveIn(cmd, args)
	if err != nil {
		return errors.New(command.AsError(err).Text())
	}
	if cmd.Parent != nil && cmd.Parent.Name == "store" {
		db = 0 // a store's own database comes and goes by these records
	}
	if !ld.srv.keys.Exists(db) {
		return fmt.Errorf("there is no database %d: databases is %d", db, ld.srv.keys.Numbered())
	}
	if ld.alone && ld.srv.keys.Crowded() { // otherwise the workers see to it, each of which can have the gate for itself then
		if ld.workers != nil {
			ld.workers.wait()
		}
		ld.srv.keys.Grow()
	}
	if ld.workers != nil {
		if w := ld.workerFor(cmd, args); w != nil {
			ld.workers.give(w, cmd, db, args)
			return nil
		}
		ld.workers.wait()
	}
	ld.exclusively(cmd.RunsAlone(args), func() { ld.runOne(cmd, db, args) })
	return nil
}

// workerFor is the worker of a command's keys; nil: it runs alone.
func (ld *loader) workerFor(cmd *command.Entry, args [][]byte) *worker {
	switch {
	case cmd.One:
		return ld.workers.ofKey(args[cmd.Keys[0].Index])
	case cmd.RunsAlone(args) || cmd.OtherDB != nil:
		return nil
	}
	found, ok := cmd.FindKeys(args, ld.found[:0])
	ld.found = found
	if !ok {
		return nil
	}
	return ld.workers.of(args, found)
}

// exclusively runs f with the gate held, alone or shared.
func (ld *loader) exclusively(alone bool, f func()) {
	keys := ld.srv.keys
	switch {
	case ld.alone: // it is held already
		f()
	case alone:
		keys.Gate.Lock()
		defer keys.Gate.Unlock()
		f()
	default:
		ld.shared(f)
		ld.srv.grow()
	}
}

// shared runs f with the gate held shared.
func (ld *loader) shared(f func()) {
	g := &ld.srv.keys.Gate
	g.Enter(uint32(ld.c.ID))
	defer g.Leave(uint32(ld.c.ID))
	f()
}

// runBatch runs the commands of a batch.
func (ld *loader) runBatch(b *batch) {
	ld.tick()
	ld.exclusively(false, func() {
		begin := 0
		for _, c := range b.commands {
			ld.runOne(c.cmd, c.db, b.words[begin:c.end])
			begin = c.end
		}
	})
}

// runOne runs a command with its keys locked. The gate is held.
func (ld *loader) runOne(cmd *command.Entry, db int, args [][]byte) {
	if db != ld.tx.DB() {
		ld.tx.Select(db)
	}
	ld.work.ctx.Reset(args, cmd)
	ld.lock(cmd)
	err := cmd.Run(&ld.work.ctx)
	ld.tx.Unlock()
	ld.w.Reset()
	if err != nil && ld.failed.Add(1) == 1 {
		ld.srv.log.Warn().Str("command", cmd.FullName).AnErr("reply", err).Msg("a command in the log answers an error")
	}
}

// progress is called now and then with the bytes that are done.
func (ld *loader) progress(done, total int64) {
	ld.tick()
	l := &ld.srv.persist.load
	l.done.Store(done)
	l.total.Store(total)
	if ld.nanos-ld.shown >= progressTime && done < total {
		ld.shown = ld.nanos
		ld.srv.log.Info().Int64("bytes", done).Int64("of", total).Msgf("loading the log: %d%%", done*100/max(total, 1))
	}
}

// run loads the log.
func (ld *loader) run() error {
	srv := ld.srv
	began := srv.clock.Milli()
	srv.persist.load.began.Store(max(began, 1))
	defer srv.persist.load.began.Store(0)
	apply := func(db int, args [][]byte) error {
		if ld.ctx.Err() != nil {
			return context.Cause(ld.ctx)
		}
		return ld.apply(db, args)
	}
	res, err := srv.aof.Load(apply, ld.progress)
	ld.end()
	if err != nil {
		return err
	}
	if n := ld.failed.Load(); n > 1 {
		srv.log.Warn().Int64("commands", n).Msg("commands in the log answer errors")
	}
	srv.log.Info().Int64("commands", res.Commands).Int64("bytes", res.Bytes).Int64("ms", srv.clock.Milli()-began).Msg("DB loaded from append only file")
	return nil
}

// loadAtStart loads the log before clients are served.
func (srv *Server) loadAtStart(ctx context.Context) error {
	srv.Alone(srv.unboundKeys)
	return srv.newLoader(ctx, false).run()
}

// unboundKeys suspends max-keys, and what else bounds databases, for a load. The gate is held alone.
func (srv *Server) unboundKeys() { srv.keys.Suspend() }

// boundKeys makes the bounds hold, again. The gate is held alone.
func (srv *Server) boundKeys() {
	srv.keys.SetMaxKeys(int(srv.cfg.Int(config.MaxKeys)), srv.cfg.Int(config.MaxKeysPolicy) != config.MaxKeysReject)
	srv.keys.Resume()
}

// LoadLog empties the data set and loads it from the log, as DEBUG LOADAOF asks.
func (srv *Server) LoadLog() (err error) {
	srv.Alone(func() {
		if srv.logging.Load() {
			if err = srv.aof.Flush(srv.aof.Appended()); err != nil {
				return
			}
		}
		srv.keys.FlushAll()
		srv.track.Flushed(track.Every)
		srv.scripts.FlushLibraries()
		srv.stores.Reset()
		srv.unboundKeys()
		defer srv.boundKeys()
		err = srv.newLoader(context.Background(), true).run()
		srv.stores.Tidy()
	})
	if err != nil {
		srv.log.Warn().Err(err).Msg("the log cannot be loaded")
		return command.ErrLoadFailed
	}
	return nil
}

// Reload writes the data set down and loads it from there, as DEBUG RELOAD asks.
func (srv *Server) Reload() (err error) {
	srv.Alone(func() {
		defer srv.boundKeys() // when the loader has ended
		var data []byte
		ld := srv.newLoader(context.Background(), true)
		defer ld.end()
		ends := make([]int, srv.keys.Databases()) // of each database's part of data
		for n := range ends {
			if ld.tx.Select(n) {
				ld.tx.Begin(true)
				ld.tx.Keys(nil, func(r table.Record) { data = encodeRecord(data, n, r) })
			}
			ends[n] = len(data)
		}
		srv.keys.FlushAll()
		srv.track.Flushed(track.Every)
		srv.unboundKeys()
		begin := 0
		for n, end := range ends {
			if err = aof.Parse(data[begin:end], func(args [][]byte) error { return ld.apply(n, args) }); err != nil {
				return
			}
			begin = end
		}
	})
	return err
}
