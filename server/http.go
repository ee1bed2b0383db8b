package server

import (
	"context"
	"net/http"
	"time"

	"redstart/server/config"
	"redstart/server/web"
)

// newWeb makes what answers HTTP. Its listeners are among all others, see addresses.
func (srv *Server) newWeb() *web.Server { return web.New(srv.webOptions()) }

func (srv *Server) webOptions() web.Options {
	monitor := srv.newMonitor()
	return web.Options{
		Host: srv, Clock: srv.clock, Log: srv.log,
		Conns:     func() int { return int(srv.cfg.Int(config.MaxClients)) },
		Streams:   func() int { return int(srv.cfg.Int(config.HTTPMaxStreams)) },
		MaxBody:   func() int64 { return srv.cfg.Int(config.ProtoMaxBulkLen) },
		BearerKey: srv.cfg.String(config.HTTPBearerKey),
		Origins:   func() []string { return srv.cfg.Fields(config.HTTPCORS) },
		Metrics:   monitor.Metrics,
		Pages:     map[string]http.HandlerFunc{"healthz": monitor.Healthz, "readyz": monitor.Readyz},
	}
}

// webGrace is how long the end of the server waits for answers to be taken.
const webGrace = 2 * time.Second

// closeWeb ends what comes by HTTP, after the requests that are running.
func (srv *Server) closeWeb() {
	ctx, cancel := context.WithTimeout(context.Background(), webGrace)
	defer cancel()
	srv.web.Shutdown(ctx)
}
