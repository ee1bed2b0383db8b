package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"redstart/server/command"
	"redstart/server/reactor"
)

// ErrClosed is returned by Run and Serve on a server that Close or SHUTDOWN has ended before.
var ErrClosed = errors.New("the server is closed")

// life is what the server keeps about its begin and end.
type life struct {
	ctx    context.Context // done when the server is to end
	finish context.CancelFunc
	done   <-chan struct{} // ctx.Done()
	ended  chan struct{}   // closed when everything is flushed and closed

	listening, starting, loading step
	ending                       struct {
		sync.Once
		err error // may be read when ended is closed
	}
}

// step is something that happens once.
type step struct {
	once sync.Once
	err  error
	ran  bool
}

// do runs f if neither do nor skip was called before. It returns f's error, every time.
func (s *step) do(f func() error) error {
	s.once.Do(func() { s.err, s.ran = f(), true })
	return s.err
}

// skip makes sure that f is not run any more, or waits for its end. It reports whether it was run, and without an error.
func (s *step) skip() bool {
	s.once.Do(func() { s.err = ErrClosed })
	return s.ran && s.err == nil
}

func (l *life) begin() {
	l.ctx, l.finish = context.WithCancel(context.Background())
	l.done, l.ended = l.ctx.Done(), make(chan struct{})
}

// Listen opens the addresses of the configuration and serves nobody yet, so that a program knows early that they are to be had, and
// which they are. Run does it when nobody has.
func (srv *Server) Listen() error { return srv.listening.do(srv.listen) }

// Run listens on the addresses of the configuration and serves until ctx ends, a client sends SHUTDOWN or Close is called; then
// everything is flushed and closed. While the log is loaded clients are answered with -LOADING. Run returns nil after such an end, and
// an error when the server cannot start or when what was acknowledged could not be written.
func (srv *Server) Run(ctx context.Context) error {
	if srv.ctx.Err() != nil {
		return ErrClosed
	}
	stop := context.AfterFunc(ctx, srv.finish)
	defer stop()
	err := srv.Listen()
	if err == nil {
		err = srv.start()
	}
	if err == nil {
		srv.acceptAll()
		err = srv.load()
	}
	if err != nil {
		return srv.abandon(err)
	}
	for _, a := range srv.Addrs() {
		srv.log.Info().Stringer("address", a).Msg("Ready to accept connections")
	}
	<-srv.done
	return srv.Close(context.Background())
}

// Serve serves connections that ln accepts, until the server ends, and closes ln. Any number of listeners may be served.
func (srv *Server) Serve(ln net.Listener) error {
	err := srv.start()
	if err == nil {
		err = srv.acceptFrom(ln)
	}
	if err != nil {
		return srv.abandon(errors.Join(err, ln.Close()))
	}
	if err := srv.load(); err != nil {
		return srv.abandon(err)
	}
	<-srv.done
	return srv.Close(context.Background())
}

// abandon ends a server that could not start, for the reason err. There is none when it was ended on the way.
func (srv *Server) abandon(err error) error {
	stopped := srv.ctx.Err() != nil && !errors.Is(err, ErrClosed)
	closing := srv.Close(context.Background())
	if stopped {
		return closing
	}
	return errors.Join(err, closing)
}

// start starts what every connection needs, once.
func (srv *Server) start() error {
	return srv.starting.do(func() error {
		if srv.ctx.Err() != nil {
			return ErrClosed
		}
		var err error
		if srv.reactors, err = reactor.Start(reactor.Options{Now: srv.clock.Nanos, Round: &srv.pubsub.Courier}); err != nil {
			return fmt.Errorf("waiting for connections: %w", err)
		}
		go srv.cron()
		return nil
	})
}

// load loads the log, once.
func (srv *Server) load() error {
	return srv.loading.do(func() error { return srv.startLog(srv.ctx) })
}

// acceptFrom serves a listener that the configuration does not know.
func (srv *Server) acceptFrom(ln net.Listener) error {
	srv.lns.mu.Lock()
	defer srv.lns.mu.Unlock()
	if srv.ctx.Err() != nil { // nobody would close it
		return ErrClosed
	}
	l := &listener{Listener: ln, srv: srv}
	srv.lns.mu.open = append(srv.lns.mu.open, l)
	srv.accept(l)
	return nil
}

// Addrs is the addresses that are listened on.
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
	go srv.ending.Do(func() {
		srv.ending.err = srv.end()
		close(srv.ended)
	})
	select {
	case <-srv.ended:
		return srv.ending.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end closes everything.
func (srv *Server) end() error {
	srv.listening.skip()
	srv.closeListeners()
	srv.closeWeb()
	srv.closeConnections()
	if srv.starting.skip() {
		srv.reactors.Stop()
	}
	srv.loading.skip()
	if err := srv.closeLog(); err != nil {
		return fmt.Errorf("closing the log: %w", err)
	}
	return nil
}

// Shutdown is SHUTDOWN: it makes sure that the log has everything, and lets Run and Serve end. On an error the server goes on.
func (srv *Server) Shutdown(how command.Shutdown) error {
	if err := srv.flushForShutdown(how); err != nil {
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
