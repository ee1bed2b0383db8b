package server

import (
	"strings"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/store"
	"redstart/storage/aof"
)

// Stores: server/store has them, server/command/store the commands about them. Here is what makes them part of the server: the lines of
// the configuration, the log, and the clients that use a store which is dropped.

// readStores reads the store lines of the configuration.
func (srv *Server) readStores() error {
	seen := make(map[string]bool)
	for _, l := range srv.cfg.Stores() {
		s, err := store.Parse(l.Args)
		switch {
		case err != nil:
			return l.Refused(err.Error())
		case seen[s.Name]:
			return l.Refused("a store can be defined once only")
		case s.DB >= int(srv.cfg.Int(config.Databases)):
			return l.Refused("db is not below databases")
		case srv.cfg.Bool(config.ClusterEnabled):
			return l.Refused(command.AsError(command.ErrStoresInCluster).Text())
		}
		seen[s.Name] = true
		srv.configured = append(srv.configured, configuredStore{s, l})
	}
	return nil
}

// database is the number of the database that a word names; otherwise, if it names none, what it was.
func (srv *Server) database(word []byte, otherwise int) int {
	if n, ok := resp.ParseInt(word); ok {
		if n >= 0 && n < int64(srv.keys.Numbered()) {
			return int(n)
		}
	} else if s := srv.stores.Get(word); s != nil {
		return s.DB
	}
	return otherwise
}

// configuredStore is a store with its line in the configuration.
type configuredStore struct {
	*store.Store
	line config.Line
}

// applyStores makes what the configuration says of stores hold, after the log has been loaded: what it names is as it says, and the rest
// as the log has it. The log is told what is new. The gate is held alone.
func (srv *Server) applyStores() error {
	for _, c := range srv.configured {
		was := srv.stores.Get([]byte(c.Name))
		if was == nil {
			s, err := srv.stores.Create(c.Store, false)
			if err != nil {
				return c.line.Refused(err.Error())
			}
			srv.logStore(s.Created())
			continue
		}
		if numbered := srv.keys.Numbered(); c.DB != was.DB && (c.DB != store.NoDB || was.DB < numbered) {
			return c.line.Refused("in the log the store has another database, with its keys: drop it there first, or give it another name")
		}
		if was.Equal(&c.Definition) {
			continue
		}
		s := *was
		s.Definition = c.Definition
		if err := srv.stores.Alter(&s); err != nil {
			return c.line.Refused(err.Error())
		}
		srv.logStore(s.Changed())
	}
	srv.cfg.StoresFrom(srv.storeLines)
	return nil
}

// storeLines is the lines of the stores that the configuration names, as they are now, for CONFIG REWRITE.
func (srv *Server) storeLines() (lines []string) {
	for _, c := range srv.configured {
		if s := srv.stores.Get([]byte(c.Name)); s != nil {
			lines = append(lines, "store "+strings.Join(s.Line(srv.keys.Numbered()), " "))
		}
	}
	return lines
}

// logStore logs a record about a store that is no command's effect. It belongs to no database. The gate is held alone.
func (srv *Server) logStore(words []string) {
	srv.logExpiry(0, byteWords(words)...)
}

func byteWords(words []string) [][]byte {
	out := make([][]byte, len(words))
	for i, w := range words {
		out[i] = []byte(w)
	}
	return out
}

// appendStores appends the records that make stores.
func appendStores(b []byte, stores []*store.Store) []byte {
	for _, s := range stores {
		b = aof.AppendCommand(b, byteWords(s.Created())...)
	}
	return b
}

// MakeStore is command.Session's. The gate is left for a moment, unless it is held alone.
func (s *session) MakeStore(name []byte) (made *store.Store, err error) {
	srv := s.srv
	switch g := gate(srv.gates.Load()); {
	case g&gateLoading != 0: // it may still come
		return nil, command.ErrLoading
	case srv.cfg.Int(config.StoreAutoCreate) == config.AutoCreateNo && srv.stores.Len() == 0:
		return nil, command.ErrNotInteger
	case srv.cfg.Int(config.StoreAutoCreate) == config.AutoCreateNo:
		return nil, command.ErrNoStore(name)
	case g&gateRefuse != 0:
		return nil, srv.refusal()
	}
	words := []string{string(name)}
	if srv.cfg.Int(config.StoreAutoCreate) != config.AutoCreateYes {
		words = append(words, "preset", srv.cfg.String(config.StoreAutoCreate))
	}
	fresh, err := store.Parse(words)
	if err != nil {
		return nil, err
	}
	if s.alone || srv.scripting.session == s { // whose commands have the gate, though it may be lent between them
		return s.makeStore(fresh)
	}
	s.leave()
	srv.lockAlone()
	made, err = s.makeStore(fresh)
	srv.keys.Gate.Unlock()
	s.enterAgain()
	return made, err
}

// makeStore does it with the gate held alone.
func (s *session) makeStore(fresh *store.Store) (*store.Store, error) {
	if there := s.srv.stores.Get([]byte(fresh.Name)); there != nil {
		return there, nil
	}
	made, err := s.srv.stores.Create(fresh, false)
	if err != nil {
		return nil, err
	}
	switch words := byteWords(made.Created()); {
	case !s.srv.logging.Load():
	case s.srv.effects != nil:
		s.srv.effects.Add(0, words...)
	default:
		s.logged(s.srv.aof.Append(0, words...))
	}
	return made, nil
}

// storeGone ends what clients wait for in a database that has been closed. The gate is held alone.
func (srv *Server) storeGone(db int) {
	for _, w := range srv.blocking.waitersIn(db) {
		e := command.AsError(command.ErrStoreDropped)
		if w.c.Expel(&w.Wait, string(e)) {
			srv.stats.Error(e.Code())
		}
	}
}

// isStranded reports whether the command cannot run because the client's store has gone. The gate is held.
func (s *session) isStranded(cmd *command.Entry) bool {
	if !s.tx.Closed() {
		return false
	}
	s.c.Set(client.StoreGone, true)
	switch {
	case cmd.Group == command.Connection, cmd.Parent != nil && cmd.Parent.Name == "store", cmd.FullName == "discard":
		return false
	}
	return true
}
