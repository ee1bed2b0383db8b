package server

import (
	"math"
	"time"

	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/latency"
	"redstart/server/slowlog"
)

// applySlow takes over from which duration on a call is worth a look: for the slow log or for the latency monitor.
func (srv *Server) applySlow() error {
	srv.slowlog.SetMax(int(srv.cfg.Int(config.SlowLogMaxLen)))
	ms := srv.cfg.Int(config.LatencyMonitorThreshold)
	srv.latency.SetThreshold(ms)
	at := int64(math.MaxInt64)
	if us := srv.cfg.Int(config.SlowLogLogSlowerThan); us >= 0 && us < math.MaxInt64/1000 {
		at = us * 1000
	}
	if ms > 0 && ms < math.MaxInt64/int64(time.Millisecond) {
		at = min(at, ms*int64(time.Millisecond))
	}
	srv.slow.Store(at)
	return nil
}

// slowCall records a call by k that took ns nanoseconds, which is long for the slow log, the latency monitor or both.
func (srv *Server) slowCall(k *client.Client, cmd *command.Entry, args [][]byte, ns int64) {
	now := srv.clock.Milli() / 1000
	event := latency.Command
	if cmd.Flags&command.Fast != 0 {
		event = latency.FastCommand
	}
	srv.latency.Add(event, now, ns)
	us := srv.cfg.Int(config.SlowLogLogSlowerThan)
	if us < 0 || ns/1000 < us || cmd.Flags&command.SkipSlowlog != 0 {
		return
	}
	e := slowlog.Entry{At: now, Micros: ns / 1000, Client: k.Addr(), Name: k.Name()}
	srv.slowlog.Add(e, cmd.Shown(args))
}

// flushLog writes what the log has not written yet up to an offset, and tells the latency monitor when that takes long.
func (srv *Server) flushLog(upto int64) error {
	if srv.latency.Threshold() == 0 {
		return srv.aof.Flush(upto)
	}
	began := srv.clock.Nanos()
	err := srv.aof.Flush(upto)
	event := latency.AOFWrite
	if srv.cfg.Int(config.AppendFsync) == config.FsyncAlways {
		event = latency.AOFSync
	}
	srv.latency.Add(event, srv.clock.Milli()/1000, srv.clock.Nanos()-began)
	return err
}
