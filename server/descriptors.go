package server

import (
	"runtime"
	"strconv"

	"redstart/server/command"
	"redstart/server/config"
)

// ownDescriptors is how many descriptors are kept for what is no client: the log, the listeners, the pollers of Go and of the reactors.
func ownDescriptors() int64 { return 32 + 2*int64(runtime.GOMAXPROCS(0)) }

// fitClients lowers maxclients at the start to what the system's limit on open files leaves for clients.
func (srv *Server) fitClients() {
	asked, fits := srv.cfg.Int(config.MaxClients), max(descriptorLimit()-ownDescriptors(), 1)
	if asked <= fits {
		return
	}
	srv.log.Warn().Int64("asked", asked).Int64("maxclients", fits).
		Msg("maxclients is lowered: the limit on open files (ulimit -n) allows no more")
	if err := srv.cfg.Override(config.MaxClients, strconv.FormatInt(fits, 10)); err != nil {
		srv.log.Warn().Err(err).Msg("maxclients stays as it is")
	}
}

// checkClients refuses a maxclients that the limit does not allow.
func (srv *Server) checkClients() error {
	if fits := descriptorLimit() - ownDescriptors(); srv.cfg.Int(config.MaxClients) > fits {
		return command.Errorf("The operating system is not able to handle the specified number of clients, try with %d", max(fits, 1))
	}
	return nil
}
