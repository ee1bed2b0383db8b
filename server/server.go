// Package server turns connections into calls of commands. The way of a request: listen.go accepts, connect.go admits, ready.go
// (or plain.go) reads, session.go runs what has come, dispatch.go takes each request through gates.go, lock.go, the
// handler in command/<family>, and propagate.go; send.go sends the replies. DESIGN.md beside this file says why.
package server

import (
	"crypto/tls"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"redstart/resp"
	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/clock"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/info"
	"redstart/server/latency"
	"redstart/server/pubsub"
	"redstart/server/reactor"
	"redstart/server/script"
	"redstart/server/slowlog"
	"redstart/server/stats"
	"redstart/server/store"
	"redstart/server/track"
	"redstart/server/web"
	"redstart/storage"
	"redstart/storage/aof"
)

// Options say how a server is made. The zero value works.
type Options struct {
	Config *config.Config // default: config.Default()
	Log    zerolog.Logger // default: silent
	Clock  *clock.Clock   // default: the system's
	// ManageGC lets the server choose GOGC and the memory limit of the process by the size of its data; for a process that is nothing
	// but this server. Default: they stay as they are.
	ManageGC bool
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
	info     *info.Collector
	slowlog  slowlog.Log
	latency  latency.Monitor
	pubsub   pubsub.Hub
	track    *track.Table
	acl      *acl.Store
	notes    notes
	services command.Services
	scripts  *script.Engine
	stores   *store.Registry

	aof              *aof.Log
	persist          persistence
	logging          atomic.Bool // the log is on
	lns              listeners
	tls              atomic.Pointer[tls.Config]
	webTLS           atomic.Pointer[tls.Config] // the same, for HTTP
	web              *web.Server
	sessions         sessions
	works            sync.Pool      // of *work
	transactions     sync.Pool      // of *transaction
	reactors         *reactor.Group // since start
	pauses           pause
	blocking         blocking
	watching         watching
	scripting        scripts
	effects          *aof.Group // of the commands that run as one; nil: none do. Under the exclusive gate
	unitLog          aof.Group  // what effects points to
	gates            atomic.Uint32
	limits           atomic.Pointer[resp.Limits]
	limitsBeforeAuth atomic.Pointer[resp.Limits]
	bound            atomic.Pointer[bound]
	cronPaused       atomic.Bool
	manageGC         bool
	collector        collector
	configured       []configuredStore // by the configuration; fixed
	slow             atomic.Int64      // ns from which a call is slow; math.MaxInt64: none is

	life
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
	for _, r := range o.Config.Renames() {
		err := table.Rename(r.From, r.To)
		if errors.Is(err, command.ErrNoCommand) && r.To == "" {
			o.Log.Warn().Str("command", r.From).Msg("rename-command disables a command that does not exist")
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	table.Each(func(e *command.Entry) { e.Gates = gatesOfAll(e) })
	srv := &Server{cfg: o.Config, log: o.Log, clock: o.Clock, table: table, manageGC: o.ManageGC}
	srv.begin()
	srv.track = track.New(&srv.clients, int(srv.cfg.Int(config.TrackingTableMaxKeys)))
	srv.acl = srv.newUsers()
	srv.pubsub.Sees, srv.track.Sees = srv.sees, srv.sees
	if err := srv.loadUsers(); err != nil {
		return nil, err
	}
	if err := srv.readStores(); err != nil {
		return nil, err
	}
	srv.blocking.init()
	srv.works.New = srv.newWork
	srv.keys = storage.New(srv.storageOptions())
	srv.stores = store.New(srv.keys, srv.storeGone)
	if err := srv.acl.SetTokens(storeTokens{srv.stores}, fullToken, readToken); err != nil {
		return nil, err
	}
	srv.scripts = srv.newScripts()
	srv.info = srv.newInfo()
	srv.services = command.Services{
		Config: srv.cfg, Clock: srv.clock, Keys: srv.keys, Clients: &srv.clients, Stats: &srv.stats, Table: table, Control: srv,
		Info: srv.info, Slow: &srv.slowlog, Latency: &srv.latency, Log: srv,
		PubSub: &srv.pubsub, Scripts: srv.scripts, ACL: srv.acl,
		Track: srv.track, Cluster: srv.newNode(), Stores: srv.stores,
	}
	if err := srv.openLog(); err != nil {
		return nil, err
	}
	srv.web = srv.newWeb()
	srv.configure()
	if !srv.cfg.Bool(config.AppendOnly) { // there is nothing to load, so the first client may come for a store
		srv.Alone(func() { err = srv.applyStores() })
	}
	if err != nil {
		return nil, err
	}
	return srv, nil
}

func (srv *Server) storageOptions() storage.Options {
	return storage.Options{
		Databases: srv.databases(),
		Now:       srv.clock.Milli,
		Mono:      func() time.Duration { return time.Duration(srv.clock.Nanos()) },
		Removed:   srv.logRemoval,
		Changed:   srv.changed,
		Replaced:  srv.replaced,
		Added:     srv.added,
		Missed:    srv.missed,

		FieldExpired: srv.logFieldRemoval,
	}
}
