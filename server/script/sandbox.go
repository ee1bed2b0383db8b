package script

import (
	"fmt"

	lua "github.com/yuin/gopher-lua"
)

// The bounds of the interpreter: of calls within calls, and of values on its stack.
const (
	callDepth     = 8000
	startRegistry = 4 << 10
	maxRegistry   = 1 << 20
)

// The globals of Lua that scripts get; everything else of gopher-lua's base library stays out.
var baseNames = []string{
	"assert", "collectgarbage", "error", "getmetatable", "ipairs", "load", "loadstring", "next", "pairs", "pcall", "rawequal", "rawget",
	"rawset", "select", "setmetatable", "tonumber", "tostring", "type", "unpack", "xpcall", "_VERSION",
}

// start begins the interpreter, unless it runs.
func (e *Engine) start() {
	if e.state != nil {
		return
	}
	L := lua.NewState(lua.Options{
		SkipOpenLibs: true, CallStackSize: callDepth, MinimizeStackMemory: true,
		RegistrySize: startRegistry, RegistryMaxSize: maxRegistry, RegistryGrowStep: startRegistry,
	})
	e.state, e.real = L, map[*lua.LTable]*lua.LTable{}
	for _, open := range []lua.LGFunction{lua.OpenBase, lua.OpenTable, lua.OpenString, lua.OpenMath, lua.OpenCoroutine} {
		L.Push(L.NewFunction(open))
		L.Call(0, 0)
	}
	old := L.Get(lua.GlobalsIndex).(*lua.LTable)
	e.global = L.NewTable()
	for _, name := range baseNames {
		e.global.RawSetString(name, old.RawGetString(name))
	}
	e.openBase()
	e.openStrings(old.RawGetString("string").(*lua.LTable))
	e.openTables(old.RawGetString("table").(*lua.LTable))
	e.openMath(old.RawGetString("math").(*lua.LTable))
	e.openCoroutine(old.RawGetString("coroutine").(*lua.LTable))
	e.openLibraries()
	e.openRedis()
	e.onErr = L.NewFunction(e.located)
	e.protectGlobals(old)
	L.SetContext(&e.guard)
}

// protectGlobals makes the state's own table of globals an empty one that shows e.global and refuses changes.
func (e *Engine) protectGlobals(env *lua.LTable) {
	L := e.state
	for k, v := env.Next(lua.LNil); k != lua.LNil; k, v = env.Next(lua.LNil) {
		_ = v
		env.RawSet(k, lua.LNil)
	}
	env.RawSetString(concatName, L.NewFunction(e.concat))
	missing := L.NewTable()
	missing.RawSetString("__index", L.NewFunction(func(L *lua.LState) int {
		L.RaiseError(missingText, L.Get(2).String())
		return 0
	}))
	e.global.Metatable = missing
	e.global.RawSetString("_G", env)
	e.protect(env, e.global)
	e.keys, e.argv = L.NewTable(), L.NewTable()
	e.showWords(true)
	e.shortcuts(env)
}

// shortcuts makes the globals, and the functions in read-only ones, reachable by names of their own.
func (e *Engine) shortcuts(env *lua.LTable) {
	e.short, e.env = map[string]bool{}, env
	add := func(name string, v lua.LValue) {
		e.short[name] = true
		env.RawSetString(shortcut(name), v)
	}
	for k, v := e.global.Next(lua.LNil); k != lua.LNil; k, v = e.global.Next(k) {
		name := k.String()
		add(name, v)
		t, ok := v.(*lua.LTable)
		if !ok || e.real[t] == nil || t == env {
			continue
		}
		for k, v := e.real[t].Next(lua.LNil); k != lua.LNil; k, v = e.real[t].Next(k) {
			add(name+"."+k.String(), v)
		}
	}
}

// showWords makes KEYS and ARGV globals, or hides them from functions.
func (e *Engine) showWords(on bool) {
	if e.shows == on {
		return
	}
	e.shows = on
	if on {
		e.global.RawSetString("KEYS", e.keys)
		e.global.RawSetString("ARGV", e.argv)
		return
	}
	e.global.RawSetString("KEYS", lua.LNil)
	e.global.RawSetString("ARGV", lua.LNil)
}

// fill makes a table of words, which may be the last script's, this one's. What that script has put there besides words is gone.
func (e *Engine) fill(name string, t *lua.LTable, words [][]byte) *lua.LTable {
	for i := t.Len(); i > 0; i-- {
		t.RawSetInt(i, lua.LNil)
	}
	t.Metatable = lua.LNil
	if k, _ := t.Next(lua.LNil); k != lua.LNil {
		t = e.state.NewTable()
		e.global.RawSetString(name, t)
		e.env.RawSetString(shortcut(name), t)
	}
	for _, w := range words {
		t.Append(lua.LString(w))
	}
	return t
}

// protect makes front show what real holds, and refuse changes.
func (e *Engine) protect(front, real *lua.LTable) *lua.LTable {
	L := e.state
	meta := L.NewTable()
	meta.RawSetString("__index", real)
	meta.RawSetString("__newindex", L.NewFunction(func(L *lua.LState) int {
		L.RaiseError(readOnlyText)
		return 0
	}))
	front.Metatable = meta
	e.real[front] = real
	return front
}

const missingText = "Script attempted to access nonexistent global variable '%s'"

const readOnlyText = "Attempt to modify a readonly table"

// module makes a table of functions a read-only global.
func (e *Engine) module(name string, real *lua.LTable) {
	e.global.RawSetString(name, e.protect(e.state.NewTable(), real))
}

// set puts a function into a table.
func (e *Engine) set(t *lua.LTable, name string, f lua.LGFunction) {
	t.RawSetString(name, e.state.NewFunction(f))
}

// shown is the table that t shows; t itself, unless it is read-only.
func (e *Engine) shown(t *lua.LTable) *lua.LTable {
	if real := e.real[t]; real != nil {
		return real
	}
	return t
}

// refuse raises the error for a read-only table.
func (e *Engine) refuse(L *lua.LState, t *lua.LTable) {
	if e.real[t] != nil {
		e.raise(L, readOnlyText)
	}
}

// raise raises an error as Redis' own functions do: a table whose field err has the text with the general code.
func (e *Engine) raise(L *lua.LState, text string) { L.Error(errorTable(L, withCode(text)), 0) }

// openBase replaces those of Lua's basic functions that must know of read-only tables, errors of commands, or bounds.
func (e *Engine) openBase() {
	g := e.global
	e.set(g, "pcall", e.pcall)
	e.set(g, "xpcall", e.xpcall)
	e.set(g, "tostring", e.tostring)
	e.set(g, "gcinfo", func(L *lua.LState) int {
		L.Push(lua.LNumber(heapBytes() / 1024))
		return 1
	})
	e.set(g, "collectgarbage", e.collectgarbage)
	e.set(g, "next", e.next)
	next := g.RawGetString("next")
	e.set(g, "pairs", func(L *lua.LState) int {
		t := L.CheckTable(1)
		L.Push(next)
		L.Push(t)
		L.Push(lua.LNil)
		return 3
	})
	e.set(g, "rawget", func(L *lua.LState) int {
		L.Push(e.shown(L.CheckTable(1)).RawGet(L.CheckAny(2)))
		return 1
	})
	e.set(g, "rawset", func(L *lua.LState) int {
		t := L.CheckTable(1)
		e.refuse(L, t)
		L.RawSet(t, L.CheckAny(2), L.CheckAny(3))
		L.SetTop(1)
		return 1
	})
	e.set(g, "getmetatable", e.getmetatable)
	e.set(g, "error", raiseError)
	set := g.RawGetString("setmetatable").(*lua.LFunction).GFunction
	e.set(g, "setmetatable", func(L *lua.LState) int {
		if t, ok := L.Get(1).(*lua.LTable); ok {
			e.refuse(L, t)
		}
		return set(L)
	})
	e.set(g, "loadstring", func(L *lua.LState) int { return e.load(L, L.CheckString(1), L.OptString(2, "")) })
	e.set(g, "load", e.loadParts)
	e.set(g, "unpack", unpack)
	clock := e.state.NewTable()
	e.set(clock, "clock", func(L *lua.LState) int {
		L.Push(lua.LNumber(e.opts.Seconds()))
		return 1
	})
	e.module("os", clock)
}

// raiseError is Lua's error: it puts the place of a caller that is in Lua in front of a text.
func raiseError(L *lua.LState) int {
	v := L.Get(1)
	if s, ok := v.(lua.LString); ok {
		v = lua.LString(place(L, L.OptInt(2, 1)) + string(s))
	}
	L.Error(v, 0)
	return 0
}

// place is where a caller stands, with a colon behind; empty: it is not in Lua.
func place(L *lua.LState, level int) string {
	if level <= 0 {
		return ""
	}
	dbg, ok := L.GetStack(level)
	if !ok {
		return ""
	}
	if _, err := L.GetInfo("Sl", dbg, lua.LNil); err != nil || dbg.What == "G" || dbg.CurrentLine <= 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d: ", dbg.Source, dbg.CurrentLine)
}

// throw raises an error of a library's function, as C's luaL_error does.
func throw(L *lua.LState, format string, args ...any) {
	L.Error(lua.LString(place(L, 1)+fmt.Sprintf(format, args...)), 0)
}

// unpack returns the elements of a table, as many as Lua's C functions may return.
func unpack(L *lua.LState) int {
	t := L.CheckTable(1)
	first, last := L.OptInt(2, 1), L.OptInt(3, t.Len())
	if last < first {
		return 0
	}
	n := uint64(last) - uint64(first)
	if n >= maxUnpacked {
		throw(L, "too many results to unpack")
	}
	for i := first; ; i++ {
		L.Push(t.RawGetInt(i))
		if i == last {
			return int(n) + 1
		}
	}
}

// caught pushes what a script sees of an error that it has caught.
func (e *Engine) caught(L *lua.LState, err error) lua.LValue {
	ae, ok := err.(*lua.ApiError)
	if !ok || ae.Object == nil {
		return lua.LString(asLua(err.Error()))
	}
	switch v := ae.Object.(type) {
	case *lua.LTable:
		if text, ok := v.RawGetString(fieldErr).(lua.LString); ok {
			return text
		}
	case lua.LString:
		return lua.LString(asLua(string(v)))
	}
	return ae.Object
}

// maxNested is how many calls may stand in calls that are protected, or in coroutines, as in Lua: each takes stack of ours.
const maxNested = 190

// deeper notes a protected call within those there are.
func (e *Engine) deeper(L *lua.LState) {
	if e.nested >= maxNested {
		throw(L, "C stack overflow")
	}
	e.nested++
}

// shallow refuses a coroutine in too many others.
func shallow(L *lua.LState) {
	for n, th := 0, L.Parent; th != nil; n, th = n+1, th.Parent {
		if n >= maxNested {
			throw(L, "C stack overflow")
		}
	}
}

func (e *Engine) pcall(L *lua.LState) int {
	L.CheckAny(1)
	if L.Get(1).Type() != lua.LTFunction {
		L.Push(lua.LFalse)
		L.Push(lua.LString("attempt to call a " + L.Get(1).Type().String() + " value"))
		return 2
	}
	e.deeper(L)
	err := L.PCall(L.GetTop()-1, lua.MultRet, nil)
	e.nested--
	if err != nil {
		L.SetTop(0)
		L.Push(lua.LFalse)
		L.Push(e.caught(L, err))
		return 2
	}
	L.Insert(lua.LTrue, 1)
	return L.GetTop()
}

func (e *Engine) xpcall(L *lua.LState) int {
	f, handler := L.CheckFunction(1), L.CheckFunction(2)
	L.SetTop(0)
	L.Push(f)
	e.deeper(L)
	err := L.PCall(0, lua.MultRet, nil)
	e.nested--
	if err != nil {
		L.SetTop(0)
		L.Push(handler)
		L.Push(e.caught(L, err))
		L.Call(1, 1)
		L.Insert(lua.LFalse, 1)
		return 2
	}
	L.Insert(lua.LTrue, 1)
	return L.GetTop()
}

func (e *Engine) tostring(L *lua.LState) int {
	v := L.CheckAny(1)
	if n, ok := v.(lua.LNumber); ok {
		L.Push(lua.LString(numberText(float64(n))))
		return 1
	}
	L.Push(L.ToStringMeta(v))
	return 1
}

func (e *Engine) collectgarbage(L *lua.LState) int {
	switch L.OptString(1, "collect") {
	case "count":
		L.Push(lua.LNumber(float64(heapBytes()) / 1024))
	default:
		L.Push(lua.LNumber(0))
	}
	return 1
}

func (e *Engine) next(L *lua.LState) int {
	t := e.shown(L.CheckTable(1))
	k, v := t.Next(L.Get(2))
	L.Push(k)
	if k == lua.LNil {
		return 1
	}
	L.Push(v)
	return 2
}

func (e *Engine) getmetatable(L *lua.LState) int {
	v := L.CheckAny(1)
	if t, ok := v.(*lua.LTable); ok && e.real[t] != nil {
		L.Push(lua.LNil)
		return 1
	}
	if _, ok := v.(lua.LString); ok {
		L.Push(lua.LNil)
		return 1
	}
	m := L.GetMetatable(v)
	if t, ok := m.(*lua.LTable); ok {
		if own := t.RawGetString("__metatable"); own != lua.LNil {
			m = own
		}
	}
	L.Push(m)
	return 1
}

// load compiles a text for loadstring and load.
func (e *Engine) load(L *lua.LState, text, chunk string) int {
	if chunk == "" {
		chunk = text
		if len(chunk) > 40 {
			chunk = chunk[:40] + "..."
		}
		chunk = `[string "` + chunk + `"]`
	}
	if len(text) > 0 && text[0] == '\x1b' {
		L.Push(lua.LNil)
		L.Push(lua.LString("attempt to load a binary chunk"))
		return 2
	}
	proto, err := e.compileText(text, chunk)
	if err != nil {
		L.Push(lua.LNil)
		L.Push(lua.LString(err.Error()))
		return 2
	}
	L.Push(L.NewFunctionFromProto(proto))
	return 1
}

// loadParts is load: the text comes from a function, piece by piece.
func (e *Engine) loadParts(L *lua.LState) int {
	f := L.CheckFunction(1)
	name := L.OptString(2, "=(load)")
	var text []byte
	for {
		L.Push(f)
		L.Call(0, 1)
		v := L.Get(-1)
		L.Pop(1)
		s, ok := v.(lua.LString)
		if !ok || s == "" {
			break
		}
		e.guard.took(L, len(text)+len(s))
		text = append(text, s...)
	}
	return e.load(L, string(text), name)
}

// openCoroutine lets coroutines run under the guard, too.
func (e *Engine) openCoroutine(t *lua.LTable) {
	create := t.RawGetString("create").(*lua.LFunction).GFunction
	wrap := t.RawGetString("wrap").(*lua.LFunction).GFunction
	e.set(t, "create", func(L *lua.LState) int {
		shallow(L)
		e.guard.took(L, threadBytes)
		n := create(L)
		L.ToThread(-1).SetContext(&e.guard)
		return n
	})
	e.set(t, "wrap", func(L *lua.LState) int {
		shallow(L)
		e.guard.took(L, threadBytes)
		n := wrap(L)
		if th, ok := L.Get(-1).(*lua.LFunction).Upvalues[0].Value().(*lua.LState); ok {
			th.SetContext(&e.guard)
		}
		return n
	})
	e.module("coroutine", t)
}

// threadBytes is about what a coroutine takes.
const threadBytes = 16 * startRegistry
