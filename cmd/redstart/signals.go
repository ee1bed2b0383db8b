package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/rs/zerolog"
)

// leaveTime is how long the server may take to flush and leave once it has been told to.
const leaveTime = 10 * time.Second

// doubled is how soon after the first a signal is taken for the same one: timeout(1) and other wrappers send it to the process and again
// to its group.
const doubled = 300 * time.Millisecond

// onSignals returns a context that ends with the first SIGTERM or SIGINT. A second one, or a server that does not leave in time, ends
// the process at once, with exit status 1. SIGHUP, where there is one, reopens the logfile. stop ends the watch.
func onSignals(log zerolog.Logger, out *output) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ends := make(chan os.Signal, 2)
	signal.Notify(ends, os.Interrupt, syscall.SIGTERM)
	hups := make(chan os.Signal, 1)
	notifyHangup(hups)
	done := make(chan struct{})
	go func() {
		var first time.Time
		var late <-chan time.Time
		for {
			select {
			case s := <-ends:
				switch {
				case first.IsZero():
					first = time.Now()
				case time.Since(first) < doubled:
					continue
				default:
					log.Warn().Str("signal", s.String()).Msg("a second signal: leaving at once")
					os.Exit(1)
				}
				log.Info().Str("signal", s.String()).Msg("Received " + signalName(s) + " scheduling shutdown...")
				cancel()
				late = time.After(leaveTime)
			case <-late:
				log.Error().Msg("the server did not end in time: leaving without it")
				os.Exit(1)
			case <-hups:
				if err := out.reopen(); err != nil {
					log.Error().Err(err).Msg("reopening the logfile")
				} else {
					log.Info().Msg("logfile reopened")
				}
			case <-done:
				return
			}
		}
	}()
	return ctx, func() {
		cancel()
		signal.Stop(ends)
		signal.Stop(hups)
		close(done)
	}
}

func signalName(s os.Signal) string {
	if s == syscall.SIGTERM {
		return "SIGTERM"
	}
	return "SIGINT"
}

// explain is the text for a server that could not start or end.
func explain(err error) string {
	if errors.Is(err, syscall.EADDRINUSE) {
		return err.Error() + "\nAnother program serves that address, maybe another server; stop it, or choose another port with --port."
	}
	return err.Error()
}
