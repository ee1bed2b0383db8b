// Command redstart is a server for Redis clients.
//
//	redstart [file.conf] [--directive value ...] [-]
//
// redstart --help shows every directive.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"redstart/server"
	"redstart/server/config"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the program with its arguments and its three streams; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr *os.File) int {
	if len(args) > 0 && args[0] == "--healthcheck" {
		return report(stderr, healthcheck(args[1:], os.Getenv("REDSTART_PASSWORD")))
	}
	cfg, warnings, err := config.Parse(args, stdin)
	switch {
	case errors.Is(err, config.ErrHelp):
		return report(stderr, config.WriteUsage(stdout))
	case errors.Is(err, config.ErrVersion):
		fmt.Fprintln(stdout, versionLine())
		return 0
	case err != nil:
		return report(stderr, err)
	case cfg.TestOnly():
		if err := server.Check(cfg); err != nil {
			return report(stderr, err)
		}
		for _, w := range warnings {
			fmt.Fprintln(stdout, w)
		}
		fmt.Fprintln(stdout, "The configuration is right.")
		return 0
	}
	return report(stderr, serve(cfg, warnings, stdout))
}

// report writes why the program failed, if it did, and returns the exit status.
func report(stderr io.Writer, err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, err)
	return 1
}

// serve runs a server until it is told to end.
func serve(cfg *config.Config, warnings []config.Warning, stdout *os.File) error {
	out, err := openOutput(cfg, stdout)
	if err != nil {
		return err
	}
	defer out.close()
	log := out.logger()
	logWarnings(log, warnings)
	srv, err := server.New(server.Options{Config: cfg, Log: log, ManageGC: true})
	if err != nil {
		return err
	}
	if err := srv.Listen(); err != nil {
		return errors.New(explain(err))
	}
	showBanner(cfg, stdout)
	removePID := writePID(cfg, log) // not before Listen: it may be the file of a server that runs already
	defer removePID()
	ctx, stop := onSignals(log, out)
	defer stop()
	if err := srv.Run(ctx); err != nil {
		return err
	}
	log.Info().Msg("Redstart is now ready to exit, bye bye...")
	return nil
}
