package script

import (
	"context"
	"runtime"
	"runtime/metrics"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// guard is the context of the interpreter. The interpreter asks for Done before each instruction, so it is the place to count them: every
// so often it looks at the time, at memory, and at SCRIPT KILL.
type guard struct {
	e      *Engine
	left   int   // instructions until the next look
	bytes  int   // of strings since the last look at memory
	heap   int64 // bytes in use when the script began; 0: not yet known
	closed chan struct{}
	why    error
}

// The distances between two looks.
const (
	lookAfter        = 10_000   // instructions
	weighAfter       = 64 << 20 // bytes of strings
	maxGrowth        = 1 << 30  // bytes that one script may make the heap grow
	maxString        = 512 << 20
	weighEvery       = 50         // looks
	loadInstructions = 50_000_000 // for the load of a library, which nobody can kill
)

// The errors that end a script from outside.
var (
	errKilledScript = ReplyError("Script killed by user with SCRIPT KILL...")
	errLoadTime     = ReplyError("FUNCTION LOAD timeout")
	errMemory       = ReplyError("not enough memory")
)

func (g *guard) begin(e *Engine) {
	g.e, g.left, g.bytes, g.heap, g.why = e, lookAfter, 0, 0, nil
	if g.closed == nil {
		g.closed = make(chan struct{})
		close(g.closed)
	}
}

// Done is asked before each instruction.
func (g *guard) Done() <-chan struct{} {
	if g.left--; g.left > 0 {
		return nil
	}
	return g.look()
}

// Err is why the script is ended.
func (g *guard) Err() error { return g.why }

// Deadline and Value make it a context.
func (g *guard) Deadline() (at time.Time, ok bool) { return at, false }

// Value is nil.
func (g *guard) Value(any) any { return nil }

var _ context.Context = (*guard)(nil)

// look ends the script if it must be.
func (g *guard) look() <-chan struct{} {
	g.left = lookAfter
	if g.e == nil || g.e.run.host == nil {
		return nil
	}
	if g.e.run.library != nil {
		g.why = errLoadTime
		return g.closed
	}
	h := g.e.run.host
	if limit := h.Limit(); limit > 0 && h.Elapsed() >= limit {
		h.Busy()
	}
	if g.e.killed.Load() {
		g.left = 1 // pcall does not help
		g.why = errKilledScript
		return g.closed
	}
	if g.bytes += weighAfter / weighEvery; g.bytes >= weighAfter && !g.weigh() {
		g.why = errMemory
		return g.closed
	}
	return nil
}

// took notes that n bytes were taken for a string. It raises an error when the script takes too much.
func (g *guard) took(L *lua.LState, n int) {
	if n > maxString {
		throw(L, "string length overflow")
	}
	if g.bytes += n; g.bytes >= weighAfter && !g.weigh() {
		throw(L, "%s", errMemory.Error())
	}
}

// weigh reports whether the heap has not grown too much since the script began, or since it was weighed first.
func (g *guard) weigh() bool {
	g.bytes = 0
	now := heapBytes()
	if g.heap == 0 {
		g.heap = max(now, 1)
		return true
	}
	if now-g.heap < maxGrowth {
		return true
	}
	runtime.GC()
	return heapBytes()-g.heap < maxGrowth
}

func heapBytes() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}
