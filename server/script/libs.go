package script

import lua "github.com/yuin/gopher-lua"

// openLibraries makes the globals cjson, cmsgpack, bit and struct.
func (e *Engine) openLibraries() {
	e.openJSON()
	e.openMsgpack()
	e.openBit()
	e.openStruct()
}

// library makes a global of functions.
func (e *Engine) library(name string, functions map[string]lua.LGFunction, values map[string]lua.LValue) {
	t := e.state.NewTable()
	for n, f := range functions {
		e.set(t, n, f)
	}
	for n, v := range values {
		t.RawSetString(n, v)
	}
	e.module(name, t)
}

// badArgument raises Lua's error for an argument that is not what it must be.
func badArgument(L *lua.LState, n int, function, why string) {
	throw(L, "bad argument #%d to '%s' (%s)", n, function, why)
}
