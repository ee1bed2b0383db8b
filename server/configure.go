package server

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
	"redstart/server/config"
)

// configure takes the directives that the request path keeps in a form of its own, now and whenever they change.
func (srv *Server) configure() {
	hooks := []struct {
		apply func() error
		ids   []config.ID
	}{
		{srv.applyLimits, []config.ID{config.ProtoMaxBulkLen}},
		{srv.applySlow, []config.ID{config.SlowLogLogSlowerThan, config.SlowLogMaxLen, config.LatencyMonitorThreshold}},
		{srv.applyTracking, []config.ID{config.LatencyTracking}},
		{srv.applyTrackLimit, []config.ID{config.TrackingTableMaxKeys}},
		{srv.applyNotes, []config.ID{config.NotifyKeyspaceEvents}},
		{srv.applyBounds, []config.ID{
			config.MaxMemory, config.MaxMemoryPolicy, config.MaxMemorySamples, config.MaxMemoryEvictionTenacity,
			config.MaxKeys, config.MaxKeysPolicy, config.LFULogFactor, config.LFUDecayTime,
		}},
	}
	for _, h := range hooks {
		h.apply()
		srv.cfg.OnChange(h.apply, h.ids...)
	}
	srv.fitClients()
	srv.cfg.OnChange(srv.checkClients, config.MaxClients)
	srv.cfg.OnChange(srv.applyAddresses, config.Bind, config.Port, config.TLSPort, config.HTTPBind, config.HTTPPort, config.HTTPTLSPort)
	srv.cfg.OnChange(srv.applyTLS, config.TLSCertFile, config.TLSKeyFile, config.TLSKeyFilePass, config.TLSCACertFile,
		config.TLSCACertDir, config.TLSAuthClients, config.TLSProtocols)
}

func (srv *Server) applyLimits() error {
	l := resp.Limits{MaxBulk: srv.cfg.Int(config.ProtoMaxBulkLen), MaxArgs: math.MaxInt32, MaxInline: maxInline}
	before := l
	before.Unauthenticated = true
	srv.limits.Store(&l)
	srv.limitsBeforeAuth.Store(&before)
	return nil
}

// maxInline is the longest inline request, bytes, as Redis has it.
const maxInline = 64 << 10

// applyTracking takes over whether the durations of calls are counted.
func (srv *Server) applyTracking() error {
	on := srv.cfg.Bool(config.LatencyTracking)
	srv.table.Each(func(e *command.Entry) { e.Stats.Track(on) })
	return nil
}
