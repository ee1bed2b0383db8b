package main

import (
	"fmt"
	"os"

	"github.com/rs/zerolog"

	"redstart/server/config"
)

// writePID writes the pidfile, if there is to be one, and returns what removes it. As in Redis a server without it serves all the same.
func writePID(cfg *config.Config, log zerolog.Logger) (remove func()) {
	path := cfg.Path(config.PidFile)
	if path == "" {
		return func() {}
	}
	if err := os.WriteFile(path, fmt.Appendln(nil, os.Getpid()), 0o644); err != nil {
		log.Warn().Err(err).Msg("Failed to write PID file")
		return func() {}
	}
	return func() {
		if err := os.Remove(path); err != nil {
			log.Warn().Err(err).Msg("removing the pidfile")
		}
	}
}
