package server

import (
	"errors"

	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/metrics"
	"redstart/server/web"
)

// newMonitor makes what answers monitoring.
func (srv *Server) newMonitor() *metrics.Monitor {
	return metrics.New(metrics.Sources{
		Info: srv.info, Slow: &srv.slowlog, Latency: &srv.latency, Busy: srv.isBusy, Unready: srv.unready,
	})
}

// The reasons for which requests should not be sent.
var (
	errEnding  = errors.New("the server is ending")
	errLoading = errors.New("the data is being loaded")
	errRefuses = errors.New("writes are refused: the log cannot be written")
)

// unready says why the server should not be sent requests.
func (srv *Server) unready() error {
	g := gate(srv.gates.Load())
	switch {
	case srv.ctx.Err() != nil:
		return errEnding
	case g&gateLoading != 0:
		return errLoading
	case g&gateRefuse != 0:
		return errRefuses
	}
	return nil
}

var infoWords = [][]byte{[]byte("INFO")}

// Observe says whether the caller may see what INFO shows, and if it may use some databases only, which those are.
func (k *caller) Observe() (sees func(db int) bool, err error) {
	k.take()
	info, err := k.srv.resolve(infoWords)
	if err == nil {
		k.ctx.Reset(infoWords, info)
		err = k.permit(info, infoWords, k.tx.DB(), acl.TopLevel)
	}
	if err != nil {
		return nil, web.Failure(command.AsError(err).Text())
	}
	u := k.c.Identity()
	if !k.c.Has(client.Restricted) || !u.Rules().Bound() {
		return nil, nil
	}
	return func(db int) bool { return u.Sees(k.srv.acl.Catalog(), db) }, nil
}
