package server

import (
	"redstart/server/command"
	"redstart/server/info"
	"redstart/server/stats"
)

// Note writes a line to the server's log.
func (srv *Server) Note(text string) { srv.log.Info().Msg(text) }

// newInfo makes the collector of what INFO shows.
func (srv *Server) newInfo() *info.Collector {
	return info.New(info.Sources{
		Persistence: srv.persistInfo, BlockedKeys: srv.blockedKeys, WatchedKeys: srv.watchedKeys, PubSub: &srv.pubsub, Track: srv.track, Scripts: srv.scripts,
		Config: srv.cfg, Clock: srv.clock, Keys: srv.keys, Stores: srv.stores, Clients: &srv.clients, Stats: &srv.stats,
		Commands: func(yield func(string, *stats.Command) bool) {
			more := true
			srv.table.Each(func(e *command.Entry) { more = more && yield(e.FullName, &e.Stats) })
		},
	})
}
