package script

import (
	"math"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"redstart/resp"
)

// apiTables are the table redis, as EVAL sees it and as the load of a library does.
type apiTables struct {
	call *lua.LTable // what it holds for EVAL and functions
	load *lua.LTable // while a library is loaded
}

// openRedis makes the global redis.
func (e *Engine) openRedis() {
	L := e.state
	t := L.NewTable()
	for name, f := range map[string]lua.LGFunction{
		"call":               func(L *lua.LState) int { return e.redisCall(L, true) },
		"pcall":              func(L *lua.LState) int { return e.redisCall(L, false) },
		"error_reply":        func(L *lua.LState) int { return e.statusTable(L, fieldErr) },
		"status_reply":       func(L *lua.LState) int { return e.statusTable(L, fieldOK) },
		"log":                e.redisLog,
		"sha1hex":            e.redisSHA1,
		"setresp":            e.redisSetResp,
		"set_repl":           e.redisSetRepl,
		"acl_check_cmd":      e.redisACLCheck,
		"replicate_commands": func(L *lua.LState) int { L.Push(lua.LTrue); return 1 },
		"breakpoint":         func(L *lua.LState) int { L.Push(lua.LFalse); return 1 },
		"debug":              func(*lua.LState) int { return 0 },
	} {
		e.set(t, name, f)
	}
	for name, n := range map[string]int{
		"LOG_DEBUG": 0, "LOG_VERBOSE": 1, "LOG_NOTICE": 2, "LOG_WARNING": 3,
		"REPL_NONE": 0, "REPL_AOF": 1, "REPL_SLAVE": 2, "REPL_REPLICA": 2, "REPL_ALL": 3,
		"REDIS_VERSION_NUM": e.opts.VersionNum,
	} {
		t.RawSetString(name, lua.LNumber(n))
	}
	t.RawSetString("REDIS_VERSION", lua.LString(e.opts.Version))
	e.module("redis", t)
	e.api.call = e.global.RawGetString("redis").(*lua.LTable)
	e.api.load = e.libraryAPI(t)
}

// redisCall is redis.call, which raises errors, and redis.pcall, which returns them.
func (e *Engine) redisCall(L *lua.LState, raise bool) int {
	if e.run.library != nil {
		throw(L, missingText, "call")
	}
	words := e.words(L)
	if words == nil {
		return e.refused(L, raise)
	}
	reply, err := e.run.host.Call(words, e.run.resp3)
	if err != nil {
		if raise {
			L.Error(countedTable(L, err.Error()), 0)
		}
		L.Push(countedTable(L, err.Error()))
		return 1
	}
	r := &e.run.reader
	r.b, r.pos, r.L = reply, 0, L
	if raise && len(reply) > 0 && reply[0] == '-' {
		r.pos = 1
		L.Error(countedTable(L, string(r.line())), 0)
	}
	e.guard.bytes += len(reply)
	L.Push(r.value())
	return 1
}

// refused is what calls without words, or with words that are none, give.
func (e *Engine) refused(L *lua.LState, raise bool) int {
	text := "Lua redis lib command arguments must be strings or integers"
	if L.GetTop() == 0 {
		text = "Please specify at least one argument for this redis lib call"
	}
	if raise {
		e.raise(L, text)
	}
	L.Push(errorTable(L, withCode(text)))
	return 1
}

// words are the arguments of a call, in memory that the next call uses again; nil: one is neither a string nor a number.
func (e *Engine) words(L *lua.LState) [][]byte {
	r := &e.run
	r.arena, r.ends = r.arena[:0], r.ends[:0]
	n := L.GetTop()
	if n == 0 || r.host == nil {
		return nil
	}
	for i := 1; i <= n; i++ {
		switch v := L.Get(i).(type) {
		case lua.LString:
			r.arena = append(r.arena, v...)
		case lua.LNumber:
			r.arena = appendNumber(r.arena, float64(v))
		default:
			return nil
		}
		r.ends = append(r.ends, len(r.arena))
	}
	r.words = r.words[:0]
	begin := 0
	for _, end := range r.ends {
		r.words = append(r.words, r.arena[begin:end:end])
		begin = end
	}
	return r.words
}

func appendNumber(b []byte, f float64) []byte {
	if f == math.Trunc(f) && math.Abs(f) < 1<<63 {
		return resp.AppendInt(b, int64(f))
	}
	return resp.AppendShortDouble(b, f)
}

// statusTable is redis.error_reply and redis.status_reply.
func (e *Engine) statusTable(L *lua.LState, field string) int {
	s, ok := L.Get(1).(lua.LString)
	if L.GetTop() != 1 || !ok {
		L.Push(errorTable(L, withCode("wrong number or type of arguments")))
		return 1
	}
	text := string(s)
	if field == fieldErr {
		switch rest, minus := strings.CutPrefix(text, "-"); {
		case minus:
			text = rest
		case !strings.Contains(text, " "):
			text = withCode(text)
		}
	}
	t := L.CreateTable(0, 1)
	t.RawSetString(field, lua.LString(text))
	L.Push(t)
	return 1
}

func (e *Engine) redisLog(L *lua.LState) int {
	if L.GetTop() < 2 {
		e.raise(L, "redis.log() requires two arguments or more.")
	}
	level, ok := L.Get(1).(lua.LNumber)
	if !ok {
		e.raise(L, "First argument must be a number (log level).")
	}
	if level < 0 || level > 3 {
		e.raise(L, "Invalid log level.")
	}
	var parts []string
	for i := 2; i <= L.GetTop(); i++ {
		if s, ok := text(L.Get(i)); ok {
			parts = append(parts, s)
		}
	}
	if e.run.host != nil {
		e.run.host.Log(int(level), strings.Join(parts, " "))
	}
	return 0
}

func (e *Engine) redisSHA1(L *lua.LState) int {
	if L.GetTop() != 1 {
		e.raise(L, "wrong number of arguments")
	}
	s, _ := text(L.Get(1))
	L.Push(lua.LString(SHA1([]byte(s))))
	return 1
}

func (e *Engine) redisSetResp(L *lua.LState) int {
	if L.GetTop() != 1 {
		e.raise(L, "redis.setresp() requires one argument.")
	}
	switch n, _ := L.Get(1).(lua.LNumber); n {
	case 2, 3:
		e.run.resp3 = n == 3
	default:
		e.raise(L, "RESP version must be 2 or 3.")
	}
	return 0
}

// redisSetRepl accepts what it must: effects are logged whatever a script says.
func (e *Engine) redisSetRepl(L *lua.LState) int {
	if L.GetTop() != 1 {
		e.raise(L, "redis.set_repl() requires one argument.")
	}
	if n, ok := L.Get(1).(lua.LNumber); !ok || n < 0 || n > 3 {
		e.raise(L, "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.")
	}
	return 0
}

func (e *Engine) redisACLCheck(L *lua.LState) int {
	words := e.words(L)
	if words == nil {
		return e.refused(L, true)
	}
	allowed, known := e.run.host.Allowed(words)
	if !known {
		e.raise(L, "Invalid command passed to redis.acl_check_cmd()")
	}
	L.Push(lua.LBool(allowed))
	return 1
}

func lower(sha []byte) string { return strings.ToLower(string(sha)) }
