// Package web serves HTTP: commands in the manner of Upstash's REST API, and other doors beside it. It turns requests into commands for
// its Host, which runs them as it runs those of any client, and replies into JSON. DESIGN.md of package server says more.
package web

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"redstart/server/clock"
)

// Host is the server that runs the commands.
type Host interface {
	// Join makes a client of a connection. Its error is one of this package.
	Join(p *Peer) (Conn, error)
	// Open reports whether whoever shows no token is served as one who may do something.
	Open() bool
	// Aside makes a client of the server's own, which may do everything, in a store that the server keeps something in beside those of its users.
	// create has the store be made, without rules, if it is not there. Not ok: there is none. The caller must Close.
	Aside(store string, create bool) (c Conn, ok bool)
}

// Peer is who is to become a client.
type Peer struct {
	Local, Remote net.Addr
	TLS           bool
	Kill          func()                                  // ends the connection; called from anywhere, and more than once
	Out           interface{ Write([]byte) (int, error) } // takes what is sent without a request; nil: the client may not subscribe to anything
}

// Conn is a client of the Host. One goroutine uses it at a time.
type Conn interface {
	// Auth makes the client act as the user whom the token stands for, in the store that it is bound to, if it is bound to one; the empty
	// token is that of a client who shows none. Before Auth, and after Reset, no other method may be called. The error is ErrUnauthorized, or a Failure while
	// the server is loading.
	Auth(token string) error
	// Store selects a store, or a numbered database, by name. The error is a Failure.
	Store(name string) error
	// ValueLimit is how long a value may be in the store that is selected, in bytes.
	ValueLimit() int64
	// DefaultLife is the time to live of what is set without one in the store that is selected, in ms; 0: for ever.
	DefaultLife() int64
	// Watch makes the next Tx fail, with a null reply, if key changes before it runs; Unwatch forgets all that is watched.
	Watch(key []byte) Reply
	Unwatch()
	// Do runs a command. The reply is valid until the next call.
	Do(words ...[]byte) Reply
	// Batch runs commands one after another and gives each reply to f, in which it is valid.
	Batch(commands [][][]byte, f func(Reply))
	// Tx runs commands as a transaction. The reply is an array of their replies, or an error when nothing was run.
	Tx(commands [][][]byte) Reply
	// Observe says whether the client may see what INFO shows, and if it may use some databases only, which those are. The error is a
	// Failure.
	Observe() (sees func(db int) bool, err error)
	// Reset makes the client nobody again, and gives back what it worked with. It reports false when the client has come to its end, so
	// that Close must follow.
	Reset() bool
	// Close ends the client.
	Close()
}

// The errors of Host and Conn.
var (
	ErrUnauthorized = errors.New("WRONGPASS invalid or missing auth token")
	ErrProtected    = errors.New("DENIED the server runs in protected mode and without a password: only clients of its own machine are served")
	ErrTooMany      = errors.New("the server has as many clients as it may have")
	ErrClosing      = errors.New("the server is closing")
)

// Failure is an error reply of a command, without the sign in front.
type Failure string

func (f Failure) Error() string { return string(f) }

// Options say how a Server is made.
type Options struct {
	Host    Host
	Clock   *clock.Clock
	Log     zerolog.Logger
	Conns   func() int      // how many connections may be open
	Streams func() int      // how many event streams may be open
	MaxBody func() int64    // bytes of a request's body
	Origins func() []string // the web sites whose pages may call; "*": all
	// BearerKey is the secret that the bearer tokens of /fal are sealed with; without one they end with the process.
	BearerKey string
	// Metrics answers a scrape of one who may see everything (sees is nil), or these databases.
	Metrics func(w http.ResponseWriter, r *http.Request, sees func(db int) bool)
	Times   Times // default: 10 s, 5 min, 10 s and 30 s
	// Pages are what is served beside commands, by the first segment of the path. No token is asked for.
	Pages map[string]http.HandlerFunc
}

// Server answers HTTP on any number of listeners.
type Server struct {
	Options
	http    http.Server
	doors   map[string]http.HandlerFunc
	open    atomic.Int64 // connections
	streams atomic.Int64 // event streams
	ctx     context.Context
	end     context.CancelFunc // ends the event streams
	works   sync.Pool          // of *work
	lanes   lanes
	handed  *handed
	handing sync.Once // handed is listened to
	stamp   atomic.Pointer[stamp]
}

// Times are those that a peer has.
type Times struct {
	Header time.Duration // for the head of a request
	Idle   time.Duration // between requests
	Body   time.Duration // for the next part of a body
	Write  time.Duration // to take the next part of an answer
}

// usual are the Times where Options say nothing.
var usual = Times{Header: 10 * time.Second, Idle: 5 * time.Minute, Body: 10 * time.Second, Write: 30 * time.Second}

// maxHeader bounds the head of a request, bytes; a path with its words is a part of it.
const maxHeader = 64 << 10

// New makes a Server that listens nowhere.
func New(o Options) *Server {
	s := &Server{Options: o, doors: make(map[string]http.HandlerFunc)}
	if s.Times == (Times{}) {
		s.Times = usual
	}
	s.ctx, s.end = context.WithCancel(context.Background())
	s.handed = &handed{make(chan net.Conn), s.ctx.Done()}
	s.works.New = func() any { return &work{} }
	s.openDoors()
	if o.Metrics != nil {
		s.doors["metrics"] = s.serveMetrics
	}
	for name, h := range o.Pages {
		s.doors[name] = h
	}
	s.http = http.Server{
		Handler:                      s,
		DisableGeneralOptionsHandler: true,
		ReadHeaderTimeout:            s.Times.Header,
		ReadTimeout:                  s.Times.Header + s.Times.Body, // for bodies that nobody reads; readBody sets its own
		IdleTimeout:                  s.Times.Idle,
		MaxHeaderBytes:               maxHeader,
		ConnContext:                  s.withConn,
		ErrorLog:                     log.New(errorLog{o.Log}, "", 0),
	}
	return s
}

// errorLog takes what package http has to tell, which is about peers that break off or do not speak HTTP.
type errorLog struct{ log zerolog.Logger }

func (l errorLog) Write(b []byte) (int, error) {
	l.log.Debug().Str("from", "http").Msg(string(b))
	return len(b), nil
}

// Shutdown ends the Server: streams end, running requests are answered, and when ctx ends what is left is cut off.
func (s *Server) Shutdown(ctx context.Context) {
	s.end()
	s.lanes.close(ctx)
	if s.http.Shutdown(ctx) != nil {
		s.http.Close()
	}
}
