package command

import (
	"redstart/resp"
	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/clock"
	"redstart/server/cluster"
	"redstart/server/config"
	"redstart/server/info"
	"redstart/server/latency"
	"redstart/server/pubsub"
	"redstart/server/script"
	"redstart/server/slowlog"
	"redstart/server/stats"
	"redstart/server/store"
	"redstart/server/track"
	"redstart/storage"
)

// Ctx is what a handler gets: its words, the keyspace, the reply, the client. It is valid during the call only; so are the words,
// which are views of the connection's buffer.
type Ctx struct {
	Args    [][]byte // the command's words; Args[0] is its name
	Tx      *storage.Tx
	Reply   *resp.Writer
	Client  *client.Client
	Srv     *Services
	Cmd     *Entry
	Session Session // the connection that runs the command
	NoWait  bool    // nothing may wait: inside a transaction, and while a log is loaded

	logged   [][]byte // what is logged instead of the request: the words of one command after another
	ends     []int    // where each command in logged but the last ends
	digits   [20]byte
	rewrites bool
	nolog    bool
	waits    bool
	pushes   bool
}

// Services is what a server offers to handlers, besides the keyspace.
type Services struct {
	Config  *config.Config
	Clock   *clock.Clock
	Keys    *storage.Keyspace
	Clients *client.Registry
	Stats   *stats.Stats
	Table   *Table
	Info    *info.Collector
	Slow    *slowlog.Log
	Latency *latency.Monitor
	PubSub  *pubsub.Hub
	Scripts *script.Engine
	ACL     *acl.Store
	Track   *track.Table
	Cluster *cluster.Node // nil: there is no cluster
	Stores  *store.Registry
	Control Control
	Log     Log
}

// Control is what handlers may ask of the server itself.
type Control interface {
	// Alone runs f while no other command runs. The caller's Spec must have the flag NoGate.
	Alone(f func())
	// Pause holds commands back for ms milliseconds: all, or those that write.
	Pause(ms int64, all bool)
	// Unpause ends a pause.
	Unpause()
	// NeedsPassword reports whether a client must give a password before it may do anything.
	NeedsPassword() bool
	// Loading reports whether the log is being loaded: the stores are not all known yet, nor their tokens.
	Loading() bool
	// Monitor makes c a monitor: it gets a line for every command from now on.
	Monitor(c *client.Client)
	// Note writes a line to the server's log.
	Note(text string)
	// PauseCron stops or resumes what the server does by itself.
	PauseCron(on bool)
	// Block makes the client of c wait, see Ctx.Block.
	Block(c *Ctx, b *Block)
	// Await makes the client of c wait, see Ctx.Await.
	Await(c *Ctx, w *client.Wait)
	// Shutdown begins the end of the server. On an error, which the server has logged, it goes on.
	Shutdown(how Shutdown) error
}

// Shutdown says how SHUTDOWN ends the server.
type Shutdown struct {
	Save  bool // only if the data is on disk
	Force bool // even if the log cannot be written
}

// Arg returns word i.
func (c *Ctx) Arg(i int) []byte { return c.Args[i] }

// Len is the number of words, the name included.
func (c *Ctx) Len() int { return len(c.Args) }

// Options reads the words from position i on.
func (c *Ctx) Options(i int) Args { return Args{args: c.Args, pos: i} }

// Int reads word i as an integer.
func (c *Ctx) Int(i int) (int64, error) {
	n, ok := resp.ParseInt(c.Args[i])
	if !ok {
		return 0, ErrNotInteger
	}
	return n, nil
}

// Rewrite makes the log record words instead of the request, for a command whose effect differs from its words: a relative time to
// live, a random choice. The words must stay valid until they have been logged, which happens before the keys are unlocked: views of the
// request and of values may be used, and Digits.
func (c *Ctx) Rewrite(words ...[]byte) {
	c.logged = append(c.logged[:0], words...)
	c.ends = c.ends[:0]
	c.rewrites = true
}

// RewriteWord makes the log record word in place of word i of the request; the other words stay. word is kept as those of Rewrite.
func (c *Ctx) RewriteWord(i int, word []byte) {
	if !c.rewrites {
		c.Rewrite(c.Args...)
	}
	c.logged[i] = word
}

// Also makes the log record words too: behind what Rewrite or Also gave before, or, without, instead of the request. Several commands
// become one unit of the log. Words are kept as those of Rewrite.
func (c *Ctx) Also(words ...[]byte) {
	if !c.rewrites {
		c.Rewrite(words...)
		return
	}
	c.ends = append(c.ends, len(c.logged))
	c.logged = append(c.logged, words...)
}

// Digits returns n in decimal, for Rewrite. The bytes are the Ctx's own and stay valid until the next call.
func (c *Ctx) Digits(n int64) []byte { return resp.AppendInt(c.digits[:0], n) }

// Push begins a message with n elements, which the client gets even if it wants no replies.
func (c *Ctx) Push(n int) {
	c.pushes = true
	c.Reply.Push(n)
}

// Pushes reports whether the command has replied by messages. It is the dispatcher's.
func (c *Ctx) Pushes() bool { return c.pushes }

// NoLog keeps the request out of the log although it changed something.
func (c *Ctx) NoLog() { c.nolog = true }

// Reset makes the Ctx ready for the next command. It is the dispatcher's.
func (c *Ctx) Reset(args [][]byte, cmd *Entry) {
	c.Args, c.Cmd, c.rewrites, c.nolog, c.waits, c.pushes, c.ends = args, cmd, false, false, false, false, c.ends[:0]
}

// Forget lets go of the words of the last request, whose buffer is given up. It is the dispatcher's.
func (c *Ctx) Forget() {
	clear(c.logged[:cap(c.logged)])
	c.Args, c.logged = nil, c.logged[:0]
}

// Logged is what the log must record: nil and true for the request as it came, nil and false for nothing. It is the dispatcher's.
// Where Parts is not empty, words are those of several commands.
func (c *Ctx) Logged() (words [][]byte, log bool) {
	if c.rewrites {
		return c.logged, true
	}
	return nil, !c.nolog
}

// Parts is where the commands end that Logged returned, but for the last.
func (c *Ctx) Parts() []int { return c.ends }
