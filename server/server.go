// Package server turns connections into calls of commands. The way of a request: listen.go accepts, connect.go admits, raw_linux.go
// (or session.go's plain loop) reads, session.go runs what has come, dispatch.go takes each request through gates.go, lock.go, the
// handler in command/<family>, and propagate.go; send.go sends the replies. DESIGN.md beside this file says why.
package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
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

// ErrClosed is returned by Run and Serve on a server that Close or SHUTDOWN has ended before.
var ErrClosed = errors.New("the server is closed")

// Options say how a server is made. The zero value works.
type Options struct {
	Config *config.Config // default: config.Default()
	Log    zerolog.Logger // default: silent
	Clock  *clock.Clock   // default: the system's
}

// Server is one server; several can live in a process. Make one with New and serve with Run, which listens where the configuration says,
// or with Serve on listeners of your own, or with both. A server that has ended cannot be started again.
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
	tls              atomic.Pointer[tls.Config]
	sessions         sessions
	works            sync.Pool // of *work
	fins             finWatch
	pauses           pause
	gates            atomic.Uint32
	limits           atomic.Pointer[resp.Limits]
	limitsBeforeAuth atomic.Pointer[resp.Limits]
	slow             atomic.Int64 // ns from which a call is slow; math.MaxInt64: none is

	listening struct {
		sync.Once
		err error
	}
	starting struct {
		sync.Once
		err     error
		running bool // what start starts runs
	}
	stop   sync.Once
	done   chan struct{} // closed when the server is to end
	ending struct {
		sync.Once
		err error
	}
	ended chan struct{} // closed when everything is flushed and closed
}

// New makes a server. It reads the manifest of the log, if there is one, and changes nothing on disk; it opens no port.
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
	srv := &Server{
		cfg: o.Config, log: o.Log, clock: o.Clock, table: table,
		done: make(chan struct{}), ended: make(chan struct{}),
	}
	srv.works.New = srv.newWork
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

// Listen opens the addresses of the configuration and serves nobody yet, so that a program knows early that they are to be had, and
// which they are. Run does it when nobody has.
func (srv *Server) Listen() error {
	srv.listening.Do(func() { srv.listening.err = srv.listen() })
	return srv.listening.err
}

// Run listens on the addresses of the configuration and serves until ctx ends, a client sends SHUTDOWN or Close is called; then
// everything is flushed and closed. It returns nil after such an end, and an error when the server cannot start or when what was
// acknowledged could not be written.
func (srv *Server) Run(ctx context.Context) error {
	if srv.isDone() {
		return ErrClosed
	}
	err := srv.Listen()
	if err == nil {
		err = srv.start()
	}
	if err != nil {
		return errors.Join(err, srv.Close(context.Background()))
	}
	srv.acceptAll()
	for _, a := range srv.Addrs() {
		srv.log.Info().Stringer("address", a).Msg("Ready to accept connections")
	}
	select {
	case <-ctx.Done():
	case <-srv.done:
	}
	return srv.Close(context.Background())
}

// Serve serves connections that ln accepts, until the server ends, and closes ln. Any number of listeners may be served.
func (srv *Server) Serve(ln net.Listener) error {
	if srv.isDone() {
		return ErrClosed
	}
	if err := srv.start(); err != nil {
		return errors.Join(err, ln.Close(), srv.Close(context.Background()))
	}
	srv.lns.mu.Lock()
	if srv.isDone() { // no listener that is added now would be closed
		srv.lns.mu.Unlock()
		return errors.Join(ErrClosed, ln.Close())
	}
	l := &listener{Listener: ln, srv: srv}
	srv.lns.mu.open = append(srv.lns.mu.open, l)
	srv.accept(l)
	srv.lns.mu.Unlock()
	<-srv.ended
	return srv.ending.err
}

// Addrs is the addresses that are listened on, those of the configuration first.
func (srv *Server) Addrs() []net.Addr {
	srv.lns.mu.Lock()
	defer srv.lns.mu.Unlock()
	var all []net.Addr
	for _, l := range srv.lns.mu.open {
		all = append(all, l.Addr())
	}
	return all
}

// Addr is the first address that is listened on, nil for none: what a program that asked for a free port wants to know.
func (srv *Server) Addr() net.Addr {
	if all := srv.Addrs(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Close ends the server: it lets nobody in, ends all connections after the command that they are running, writes and closes the
// log. It returns when that is done, with the log's error, or when ctx ends, with ctx's. It may be called at any time, more than once.
func (srv *Server) Close(ctx context.Context) error {
	srv.finish()
	go srv.ending.Do(srv.end)
	select {
	case <-srv.ended:
		return srv.ending.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Shutdown is SHUTDOWN: it makes sure that the log has everything, and lets Run or Serve end. When it returns an error the server goes on.
func (srv *Server) Shutdown(how command.Shutdown) error {
	err := srv.flushForShutdown(how)
	if err != nil {
		srv.log.Warn().Err(err).Bool("forced", how.Force).Msg("SHUTDOWN without everything on disk")
		if !how.Force {
			return err
		}
	}
	srv.log.Info().Msg("User requested shutdown...")
	srv.finish()
	return nil
}

// errNotSaved is why SHUTDOWN SAVE may be refused.
var errNotSaved = errors.New("there is no snapshot to save to, and appendonly is no")

func (srv *Server) flushForShutdown(how command.Shutdown) error {
	if srv.logging.Load() {
		return srv.aof.Flush(srv.aof.Appended())
	}
	if how.Save {
		return errNotSaved
	}
	return nil
}

// start starts what runs beside the connections, once.
func (srv *Server) start() error {
	srv.starting.Do(func() {
		if srv.starting.err = srv.fins.start(); srv.starting.err != nil {
			return
		}
		srv.starting.running = true
		go srv.cron()
	})
	return srv.starting.err
}

// finish tells everything that the server is to end.
func (srv *Server) finish() { srv.stop.Do(func() { close(srv.done) }) }

func (srv *Server) isDone() bool {
	select {
	case <-srv.done:
		return true
	default:
		return false
	}
}

// end closes everything, once.
func (srv *Server) end() {
	defer close(srv.ended)
	srv.closeListeners()
	srv.closeConnections()
	srv.starting.Do(func() { srv.starting.err = ErrClosed })
	if srv.starting.running {
		srv.fins.stop()
	}
	if err := srv.closeLog(); err != nil {
		srv.ending.err = fmt.Errorf("closing the log: %w", err)
	}
}
