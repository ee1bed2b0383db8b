package script

import (
	"errors"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// libraryAPI is the table redis while a library is loaded.
func (e *Engine) libraryAPI(t *lua.LTable) *lua.LTable {
	L := e.state
	real := L.NewTable()
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		switch k.String() {
		case "call", "pcall", "setresp", "set_repl", "acl_check_cmd", "replicate_commands", "breakpoint", "debug", "error_reply", "status_reply", "sha1hex":
		default:
			real.RawSet(k, v)
		}
	}
	e.set(real, "register_function", e.registerFunction)
	missing := L.NewTable()
	missing.RawSetString("__index", L.NewFunction(func(L *lua.LState) int {
		L.RaiseError(missingText, L.Get(2).String())
		return 0
	}))
	real.Metatable = missing
	return e.protect(L.NewTable(), real)
}

// registerFunction is redis.register_function.
func (e *Engine) registerFunction(L *lua.LState) int {
	lib := e.run.library
	if lib == nil {
		e.raise(L, "redis.register_function can only be called on FUNCTION LOAD command")
	}
	f := &Function{Library: lib}
	var err error
	switch L.GetTop() {
	case 1:
		t, ok := L.Get(1).(*lua.LTable)
		if !ok {
			e.raise(L, "calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).")
		}
		err = f.named(t)
	case 2:
		name, ok := L.Get(1).(lua.LString)
		if !ok {
			e.raise(L, "first argument to redis.register_function must be a string")
		}
		f.Name = string(name)
		if f.fn, ok = L.Get(2).(*lua.LFunction); !ok {
			e.raise(L, "second argument to redis.register_function must be a function")
		}
	default:
		e.raise(L, "wrong number of arguments to redis.register_function")
	}
	if err == nil && !validName(f.Name) {
		err = errBadName
	}
	if err != nil {
		e.raise(L, err.Error())
	}
	for _, other := range lib.Functions {
		if strings.EqualFold(other.Name, f.Name) {
			e.raise(L, "Function already exists in the library")
		}
	}
	lib.Functions = append(lib.Functions, f)
	return 0
}

// named takes the arguments of register_function by name.
func (f *Function) named(t *lua.LTable) error {
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		name, ok := k.(lua.LString)
		if !ok {
			return errors.New("named argument key given to redis.register_function is not a string")
		}
		switch string(name) {
		case "function_name":
			s, ok := v.(lua.LString)
			if !ok {
				return errors.New("function_name argument given to redis.register_function must be a string")
			}
			f.Name = string(s)
		case "description":
			s, ok := v.(lua.LString)
			if !ok {
				return errors.New("description argument given to redis.register_function must be a string")
			}
			f.Description, f.Described = string(s), true
		case "callback":
			fn, ok := v.(*lua.LFunction)
			if !ok {
				return errors.New("callback argument given to redis.register_function must be a function")
			}
			f.fn = fn
		case "flags":
			list, ok := v.(*lua.LTable)
			if !ok {
				return errors.New("flags argument to redis.register_function must be a table representing function flags")
			}
			for i := 1; list.RawGetInt(i) != lua.LNil; i++ {
				flag, known := flagOf(list.RawGetInt(i).String())
				if !known {
					return errors.New("unknown flag given")
				}
				f.Flags |= flag
			}
		default:
			return errors.New("unknown argument given to redis.register_function")
		}
	}
	switch {
	case f.Name == "":
		return errors.New("redis.register_function must get a function name argument")
	case f.fn == nil:
		return errors.New("redis.register_function must get a callback argument")
	}
	return nil
}

// loadHost is the host of a library that is loaded: it calls nothing.
type loadHost struct{}

func (*loadHost) Call([][]byte, bool) ([]byte, error) {
	return nil, ReplyError(withCode("not in a script"))
}
func (*loadHost) Allowed([][]byte) (allowed, known bool) { return true, true }
func (*loadHost) Replied(string, bool)                   {}
func (*loadHost) Log(int, string)                        {}
func (*loadHost) Elapsed() int64                         { return 0 }
func (*loadHost) Limit() int64                           { return 0 }
func (*loadHost) Wrote() bool                            { return true }
func (*loadHost) Busy()                                  {}
