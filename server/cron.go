package server

import (
	"time"

	"redstart/server/config"
	"redstart/server/latency"
)

// cron does what must be done now and then, until the server ends.
func (srv *Server) cron() {
	period := srv.period()
	t := time.NewTicker(period)
	defer t.Stop()
	second := srv.clock.Nanos()
	sampled := second
	for {
		select {
		case <-srv.done:
			return
		case <-t.C:
		}
		srv.clock.Sync()
		now := srv.clock.Nanos()
		if now-sampled >= int64(sampleEvery) {
			sampled = now
			select {
			case srv.persist.tick <- struct{}{}:
			default:
			}
			srv.info.Sample()
			if srv.manageGC {
				srv.tuneGC()
			}
		}
		srv.endTokens()
		if now-second >= int64(time.Second) {
			second = now
			srv.sweepClients()
		}
		if srv.cronPaused.Load() {
			continue
		}
		srv.housekeep(period)
		if p := srv.period(); p != period {
			period = p
			t.Reset(p)
		}
	}
}

// sampleEvery is how long after each other the totals are read, for the rates in INFO and the collector's pace, and the log is looked after,
// unless hz is lower.
const sampleEvery = 95 * time.Millisecond

// period is the time between two rounds of cron.
func (srv *Server) period() time.Duration {
	return time.Second / time.Duration(max(srv.cfg.Int(config.HZ), 1))
}

// housekeep removes keys whose time has come and makes room, unless CLIENT PAUSE holds changes back.
func (srv *Server) housekeep(period time.Duration) {
	if srv.isLoading() || srv.writesPaused() {
		return
	}
	began := srv.clock.Nanos()
	srv.keys.Sweep(int(srv.cfg.Int(config.ActiveExpireEffort)), period)
	took := srv.clock.Nanos() - began
	srv.info.Swept(took)
	srv.latency.Add(latency.ExpireCycle, srv.clock.Milli()/1000, took)
	srv.evict()
	srv.grow()
	srv.serveAside()
	srv.track.Broadcast()
}

// PauseCron stops or resumes what the server does by itself, for tests.
func (srv *Server) PauseCron(on bool) { srv.cronPaused.Store(on) }
