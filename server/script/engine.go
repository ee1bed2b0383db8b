package script

import (
	"errors"
	"sync"
	"sync/atomic"

	lua "github.com/yuin/gopher-lua"

	"redstart/resp"
)

// Host runs the commands that a script calls.
type Host interface {
	// Call runs a command and returns its reply on the wire, in RESP3 if resp3 is set. The words are valid during the call, the
	// reply until the next. An error is a command that was not run; its text has a code.
	Call(words [][]byte, resp3 bool) ([]byte, error)
	// Allowed reports whether the client may run a command; known: there is such a command.
	Allowed(words [][]byte) (allowed, known bool)
	// Log writes a line to the server's log; level is one of redis.LOG_DEBUG to LOG_WARNING.
	Log(level int, text string)
	// Elapsed is how long the script has run, in milliseconds.
	Elapsed() int64
	// Busy is called from time to time after the time that a script may take without others noticing.
	Busy()
	// Limit is that time, in milliseconds; 0: none.
	Limit() int64
	// Replied hears of an error in the script's reply; counted: it has been counted, when a call failed.
	Replied(text string, counted bool)
	// Wrote reports whether the script has changed anything.
	Wrote() bool
}

// Options are what an Engine shows of its server to scripts.
type Options struct {
	Version    string         // redis.REDIS_VERSION
	VersionNum int            // redis.REDIS_VERSION_NUM
	Seconds    func() float64 // os.clock: seconds of processor time, or since any moment
}

// Engine is the interpreter with what it keeps. The zero value is not ready; see New.
type Engine struct {
	opts   Options
	state  *lua.LState // nil: nothing has been run yet
	cache  cache
	libs   libraries
	real   map[*lua.LTable]*lua.LTable // read-only tables: what scripts see to what it shows
	global *lua.LTable                 // the globals' real table
	env    *lua.LTable                 // the globals as programs see them
	short  map[string]bool             // what has a shortcut
	keys   *lua.LTable
	argv   *lua.LTable
	shows  bool // KEYS and ARGV are globals
	nested int  // protected calls within each other
	api    apiTables
	onErr  *lua.LFunction
	run    run
	guard  guard
	fail   failure

	running struct {
		sync.Mutex
		Running
		on bool
	}
	killed atomic.Bool
	long   atomic.Bool
	runs   atomic.Int64
}

// run is the script that runs.
type run struct {
	host    Host
	resp3   bool // redis.setresp(3)
	words   [][]byte
	arena   []byte // of words
	ends    []int
	reader  reader
	library *Library // that is being loaded; nil: none is
}

// Running tells of the script that runs.
type Running struct {
	Name     string   // of a function; empty: an EVAL
	Command  [][]byte // the request
	Function bool
	Host     Host
}

// New makes an engine. The interpreter begins with the first script.
func New(o Options) *Engine {
	e := &Engine{opts: o}
	e.cache.init()
	e.libs.init()
	return e
}

// compileError is an error of a script's body.
func compileError(err error) error {
	return errors.New("Error compiling script (new function): " + err.Error())
}

// Eval finds the script with this body, or compiles it. The body is copied where it is kept.
func (e *Engine) Eval(body []byte) (*Script, error) {
	if s := e.cache.byBody[string(body)]; s != nil {
		e.cache.used(s)
		return s, nil
	}
	return e.compile(body, false)
}

// Load compiles a body and keeps it until Flush.
func (e *Engine) Load(body []byte) (*Script, error) {
	if s := e.cache.byBody[string(body)]; s != nil {
		e.cache.keep(s)
		return s, nil
	}
	return e.compile(body, true)
}

func (e *Engine) compile(body []byte, loaded bool) (*Script, error) {
	e.start()
	s := &Script{SHA: SHA1(body), body: string(body)}
	text, flags, err := shebang(s.body)
	if err != nil {
		return nil, err
	}
	proto, err := e.compileText(text, "user_script")
	if err != nil {
		return nil, compileError(err)
	}
	s.Flags, s.fn = flags, e.state.NewFunctionFromProto(proto)
	e.cache.add(s, loaded)
	return s, nil
}

// Find finds a script by its digest, in any case; nil: it is not kept.
func (e *Engine) Find(sha []byte) *Script {
	s := e.Peek(sha)
	if s != nil {
		e.cache.used(s)
	}
	return s
}

// Peek is Find for those who do not run the script. While no script runs, anybody may ask.
func (e *Engine) Peek(sha []byte) *Script {
	var lower [2 * 20]byte
	if len(sha) != len(lower) {
		return nil
	}
	for i, c := range sha {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return e.cache.bySHA[string(lower[:])]
}

// Has reports whether a script is kept.
func (e *Engine) Has(sha []byte) bool { return e.cache.bySHA[lower(sha)] != nil }

// Flush forgets all scripts, and what they have left in the interpreter.
func (e *Engine) Flush() {
	e.cache.init()
	if e.state != nil && e.libs.empty() {
		e.state.Close()
		e.state, e.shows = nil, false
	}
}

// Cached is the number of scripts that are kept, and the bytes of their bodies; Evicted how many had to make room. Anybody may ask.
func (e *Engine) Cached() (n, bytes int64) { return e.cache.count.Load(), e.cache.bytes.Load() }

// Evicted is how many scripts had to make room for others. Anybody may ask.
func (e *Engine) Evicted() int64 { return e.cache.evicted.Load() }

// Run runs a script and writes its reply to w. Its error is the reply's text, with a code.
func (e *Engine) Run(h Host, s *Script, request, keys, args [][]byte, w *resp.Writer) error {
	e.start()
	e.showWords(true)
	e.keys, e.argv = e.fill("KEYS", e.keys, keys), e.fill("ARGV", e.argv, args)
	e.begin(Running{Command: request, Host: h})
	defer e.end()
	e.state.Push(s.fn)
	return e.call(0, s.SHA, w)
}

// begin makes a script the one that runs.
func (e *Engine) begin(r Running) {
	e.runs.Add(1)
	e.run.host, e.run.resp3, e.nested = r.Host, false, 0
	e.killed.Store(false)
	e.guard.begin(e)
	e.running.Lock()
	e.running.Running, e.running.on = r, true
	e.running.Unlock()
}

func (e *Engine) end() {
	e.running.Lock()
	e.running.Running, e.running.on = Running{}, false
	e.running.Unlock()
	e.run.host = nil
	e.run.words = e.run.words[:0]
	if cap(e.run.arena) > keepArena {
		e.run.arena = nil
	}
	e.state.SetTop(0)
}

// keepArena is how much memory for the words of calls is kept between scripts.
const keepArena = 64 << 10

// call runs what has been pushed, with n arguments, and replies with its first result.
func (e *Engine) call(n int, name string, w *resp.Writer) error {
	e.fail = failure{}
	err := e.protected(n, 1)
	if err != nil {
		return e.failed(err, name)
	}
	e.reply(w, e.state.Get(-1), 0)
	return nil
}

// protected calls what has been pushed. An interpreter whose stack was full to the brim, so that even its error found no place, is
// replaced by a new thread of it.
func (e *Engine) protected(args, results int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			L, _ := e.state.NewThread()
			L.SetContext(&e.guard)
			L.G.MainThread, L.G.CurrentThread = L, L
			e.state, err = L, errStack
		}
	}()
	err = e.state.PCall(args, results, e.onErr)
	e.state.G.CurrentThread = e.state
	return err
}

var errStack = ReplyError("stack overflow")

// table is a list of words for Lua.
func (e *Engine) table(words [][]byte) *lua.LTable {
	t := e.state.CreateTable(len(words), 0)
	for _, w := range words {
		t.Append(lua.LString(w))
	}
	return t
}

// The results of Kill.
var (
	ErrNotBusy    = ReplyError("NOTBUSY No scripts in execution right now.")
	ErrUnkillable = ReplyError("UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.")
	ErrBusyScript = ReplyError("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.")
	ErrBusyFunc   = ReplyError("BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.")
)

// Runs is how many scripts have begun. Anybody may ask.
func (e *Engine) Runs() int64 { return e.runs.Load() }

// Kill makes the script that runs fail, if it has written nothing. function says which kind is to be killed. Anybody may ask.
func (e *Engine) Kill(function bool) error {
	e.running.Lock()
	defer e.running.Unlock()
	r := e.running.Running
	switch {
	case !e.running.on:
		return ErrNotBusy
	case r.Host.Wrote():
		return ErrUnkillable
	case r.Function && !function:
		return ErrBusyFunc
	case !r.Function && function:
		return ErrBusyScript
	}
	e.killed.Store(true)
	return nil
}

// Busy is the error for other clients while a script runs too long. Anybody may ask.
func (e *Engine) Busy() error {
	e.running.Lock()
	defer e.running.Unlock()
	if e.running.on && e.running.Function {
		return ErrBusyFunc
	}
	return ErrBusyScript
}

// Abort makes the script that runs fail, whatever it has done.
func (e *Engine) Abort() { e.killed.Store(true) }

// Lend notes that others are told of the script that runs, since it takes long.
func (e *Engine) Lend(on bool) { e.long.Store(on) }

// TakesLong reports whether they are. Anybody may ask.
func (e *Engine) TakesLong() bool { return e.long.Load() }

// Current calls f with what runs; nil: nothing does. Anybody may ask.
func (e *Engine) Current(f func(*Running)) {
	e.running.Lock()
	defer e.running.Unlock()
	if e.running.on {
		f(&e.running.Running)
	} else {
		f(nil)
	}
}
