package server

import (
	"math"

	"redstart/resp"
	"redstart/server/config"
)

// configure takes the directives that the request path keeps in a form of its own, now and whenever they change.
func (srv *Server) configure() {
	hooks := []struct {
		apply func() error
		ids   []config.ID
	}{
		{srv.applyLimits, []config.ID{config.ProtoMaxBulkLen}},
		{srv.applySlow, []config.ID{config.SlowLogLogSlowerThan}},
	}
	for _, h := range hooks {
		h.apply()
		srv.cfg.OnChange(h.apply, h.ids...)
	}
	srv.cfg.OnChange(srv.applyAddresses, config.Bind, config.Port, config.TLSPort)
	srv.cfg.OnChange(srv.applyTLS, config.TLSCertFile, config.TLSKeyFile, config.TLSKeyFilePass, config.TLSCACertFile,
		config.TLSCACertDir, config.TLSAuthClients, config.TLSProtocols)
}

func (srv *Server) applyLimits() error {
	l := resp.Limits{MaxBulk: srv.cfg.Int(config.ProtoMaxBulkLen), MaxArgs: maxArgs, MaxInline: maxInline}
	before := l
	before.Unauthenticated = true
	srv.limits.Store(&l)
	srv.limitsBeforeAuth.Store(&before)
	return nil
}

// The limits of the protocol, as Redis has them.
const (
	maxArgs   = 1024 * 1024
	maxInline = 64 << 10
)

func (srv *Server) applySlow() error {
	us := srv.cfg.Int(config.SlowLogLogSlowerThan)
	if us < 0 || us > math.MaxInt64/1000 {
		srv.slow.Store(math.MaxInt64)
	} else {
		srv.slow.Store(us * 1000)
	}
	return nil
}
