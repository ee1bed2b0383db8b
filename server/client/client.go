// Package client holds what the server knows about each connection: its identity, its state, its output and what it waits for.
// Other connections read it (CLIENT LIST) and act on it (CLIENT KILL, MONITOR, CLIENT UNBLOCK), so every field says who may touch it.
package client

import (
	"net"
	"sync"
	"sync/atomic"

	"redstart/server/acl"
)

// Flags are states of a client that others may look at.
type Flags uint32

// The states.
const (
	Monitor         Flags = 1 << iota // gets a line for every command (MONITOR)
	Blocked                           // waits: inside a command, or for the end of a pause
	NoEvict                           // CLIENT NO-EVICT on
	NoTouch                           // CLIENT NO-TOUCH on
	CloseAfterReply                   // gets no further replies and is closed when the last is sent
	CloseNow                          // is closed as soon as its session notices
	Unix                              // came by the unix socket
	ReplyOff                          // CLIENT REPLY OFF
	ReplySkip                         // the reply of the current command is dropped
	ReplySkipNext                     // the reply of the next command is dropped
	Authenticated                     // has given a password, or came when none was needed
	TLS                               // came by the TLS port
	PubSub                            // is subscribed to something
	Limited                           // is subscribed in RESP2, where it can send little else
	Restricted                        // acts as a user who may not do everything
	Tracking                          // hears of changes of keys (CLIENT TRACKING)
	Broadcast                         // of all that begin with certain prefixes, not of what it has read
	OptIn                             // only of what it reads after CLIENT CACHING YES
	OptOut                            // not of what it reads after CLIENT CACHING NO
	NoLoop                            // not of its own changes
	Caching                           // CLIENT CACHING was just called
	BrokenRedirect                    // the client that gets these messages is gone
	Touched                           // a key that it watches has changed
	StoreGone                         // the store that it has selected was dropped: it must select another
	ReadOnly                          // READONLY: asks a replica of a cluster for its keys
	HTTP                              // calls by HTTP
)

// What a client can be subscribed to.
const (
	Channels = iota
	Patterns
	ShardChannels
	SubKinds
)

// NotQueuing is Client.Queued outside of a transaction.
const NotQueuing = -1

// Client is one connection.
type Client struct {
	ID      int64  // fixed
	FD      int    // fixed: the socket's number, as CLIENT LIST shows it; -1: none
	Created int64  // fixed: Unix ms
	Out     Outbox // of its own lock

	DB         atomic.Int32 // selected database
	Queued     atomic.Int32 // commands queued since MULTI; NotQueuing: there was none
	Watching   atomic.Int32 // watched keys
	Proto      atomic.Int32 // 2 or 3
	LastActive atomic.Int64 // Unix ms of the last command
	LastCmd    atomic.Pointer[string]
	QueryLen   atomic.Int64 // bytes received and not yet run
	QueuedLen  atomic.Int64 // bytes of memory that the queued commands take
	Commands   atomic.Int64
	In, Outgo  atomic.Int64           // bytes received and sent
	Swept      int64                  // Outgo when idle clients were last looked for; of whoever looks for them
	Redirect   atomic.Int64           // the client that gets what one that tracks hears; 0: itself
	LogOffset  atomic.Int64           // log offset after its last write, for WAITAOF
	Subs       [SubKinds]atomic.Int32 // its subscriptions, by kind
	flags      atomic.Uint32
	waits      atomic.Pointer[Wait]
	user       atomic.Pointer[acl.User] // nil: not yet admitted

	conn net.Conn
	wake func()

	mu struct {
		sync.Mutex
		name, libName, libVer string
	}
}

// New makes a client on conn. wake makes its session look at its state again: it must be callable from anywhere.
func New(conn net.Conn, now int64, wake func()) *Client {
	c := &Client{FD: -1, Created: now, conn: conn, wake: wake}
	c.Proto.Store(2)
	c.Queued.Store(NotQueuing)
	c.LastActive.Store(now)
	c.Out.conn = conn
	c.Out.sent = &c.Outgo
	return c
}

// Addr is the peer's host:port, or the socket's path with ":0" behind it.
func (c *Client) Addr() string {
	if c.Has(Unix) {
		return c.LAddr()
	}
	return c.conn.RemoteAddr().String()
}

// LAddr is our host:port, or the socket's path with ":0" behind it.
func (c *Client) LAddr() string {
	if c.Has(Unix) {
		return c.conn.LocalAddr().String() + ":0"
	}
	return c.conn.LocalAddr().String()
}

// Has reports whether all of f is set.
func (c *Client) Has(f Flags) bool { return Flags(c.flags.Load())&f == f }

// Only reports whether, of the states in mask, exactly f is set.
func (c *Client) Only(mask, f Flags) bool { return Flags(c.flags.Load())&mask == f }

// Any reports whether some of f is set.
func (c *Client) Any(f Flags) bool { return Flags(c.flags.Load())&f != 0 }

// Set sets or clears f.
func (c *Client) Set(f Flags, on bool) {
	if on {
		c.flags.Or(uint32(f))
	} else {
		c.flags.And(^uint32(f))
	}
}

// Name is what CLIENT SETNAME gave; empty for none.
func (c *Client) Name() string { return c.text(&c.mu.name) }

// SetName names the client.
func (c *Client) SetName(s string) { c.setText(&c.mu.name, s) }

// LibName is CLIENT SETINFO LIB-NAME's value.
func (c *Client) LibName() string { return c.text(&c.mu.libName) }

// SetLibName sets it.
func (c *Client) SetLibName(s string) { c.setText(&c.mu.libName, s) }

// LibVer is CLIENT SETINFO LIB-VER's value.
func (c *Client) LibVer() string { return c.text(&c.mu.libVer) }

// SetLibVer sets it.
func (c *Client) SetLibVer(s string) { c.setText(&c.mu.libVer, s) }

// User is the name of the user that the client acts as.
func (c *Client) User() string {
	if u := c.user.Load(); u != nil {
		return u.Name()
	}
	return acl.DefaultUser
}

// Identity is the user that the client acts as; nil: not yet admitted.
func (c *Client) Identity() *acl.User { return c.user.Load() }

// Scope is whose channels the client's channels are: 0 for everybody's, otherwise those of a store, see acl.User.
func (c *Client) Scope() int { return c.user.Load().Scope() }

// Bound reports whether the client acts as a user who is bound to some stores.
func (c *Client) Bound() bool { return c.Has(Restricted) && c.user.Load().Rules().Bound() }

// Assume makes the client act as u. The users' Store calls it, under its lock.
func (c *Client) Assume(u *acl.User, restricted bool) {
	c.user.Store(u)
	c.Set(Restricted, restricted)
}

func (c *Client) text(s *string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return *s
}

func (c *Client) setText(p *string, s string) {
	c.mu.Lock()
	*p = s
	c.mu.Unlock()
}

// Kill ends the connection from outside: its session closes it as soon as it looks, and what has not been sent is dropped.
func (c *Client) Kill() {
	c.Set(CloseNow, true)
	c.Out.Abort()
	c.wake()
}

// Wake makes the session look at its state again.
func (c *Client) Wake() { c.wake() }
