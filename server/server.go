// Package server turns connections into calls of commands. The way of a request: listen.go accepts, connect.go admits, raw_linux.go
// (or session.go's plain loop) reads, session.go runs what has come, dispatch.go takes each request through gates.go, lock.go, the
// handler in command/<family>, and propagate.go; send.go sends the replies. DESIGN.md beside this file says why.
package server

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/rs/zerolog"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/clock"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/stats"
	"redstart/storage"
	"redstart/storage/aof"
)

// Options say how a server is made. The zero value works.
type Options struct {
	Config *config.Config // default: config.Default()
	Log    zerolog.Logger // default: silent
	Clock  *clock.Clock   // default: the system's
}

// Server is one server. Several can live in a process.
type Server struct {
	cfg      *config.Config
	log      zerolog.Logger
	clock    *clock.Clock
	keys     *storage.Keyspace
	table    *command.Table
	clients  client.Registry
	stats    stats.Stats
	services command.Services

	aof              *aof.Log
	logging          atomic.Bool // the log is on
	lns              listeners
	fins             finWatch
	gates            atomic.Uint32
	limits           atomic.Pointer[resp.Limits]
	limitsBeforeAuth atomic.Pointer[resp.Limits]
	slow             atomic.Int64 // ns from which a call is slow; math.MaxInt64: none is

	stop sync.Once
	done chan struct{}
}

// New makes a server. It opens nothing: Run does.
func New(o Options) (*Server, error) {
	if o.Config == nil {
		o.Config = config.Default()
	}
	if o.Clock == nil {
		o.Clock = clock.New()
	}
	table, err := command.NewTable(families...)
	if err != nil {
		return nil, err
	}
	table.Each(func(e *command.Entry) { e.Gates = gatesOf(e.Flags) })
	srv := &Server{cfg: o.Config, log: o.Log, clock: o.Clock, table: table, done: make(chan struct{})}
	srv.keys = storage.New(storage.Options{
		Databases: int(srv.cfg.Int(config.Databases)),
		Now:       srv.clock.Milli,
		Removed:   srv.logRemoval,
	})
	srv.services = command.Services{
		Config: srv.cfg, Clock: srv.clock, Keys: srv.keys, Clients: &srv.clients, Stats: &srv.stats, Table: table, Control: srv,
	}
	srv.configure()
	return srv, srv.openLog()
}

// Run serves until ctx ends or a client sends SHUTDOWN, then flushes and closes everything.
func (srv *Server) Run(ctx context.Context) error {
	if err := srv.fins.start(); err != nil {
		return err
	}
	defer srv.fins.stop()
	if err := srv.listen(); err != nil {
		return err
	}
	srv.accept()
	go srv.cron()
	select {
	case <-ctx.Done():
	case <-srv.done:
	}
	return srv.close()
}

func (srv *Server) close() error {
	srv.closeListeners()
	for _, c := range srv.clients.List() {
		c.Kill()
	}
	srv.lns.wg.Wait()
	if err := srv.closeLog(); err != nil {
		return fmt.Errorf("closing the log: %w", err)
	}
	return nil
}
