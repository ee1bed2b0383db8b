package script

import (
	"errors"
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// failure is where the script failed.
type failure struct {
	source string // "@user_script"
	line   int
	known  bool
}

// ReplyError is a text for clients: of a whole error reply, or what stands behind its code.
type ReplyError string

func (e ReplyError) Error() string { return string(e) }

// withCode puts the general code in front of a text.
func withCode(text string) string { return "ERR" + " " + text }

// located notes where an error has come from. It is the interpreter's error handler.
func (e *Engine) located(L *lua.LState) int {
	v := L.Get(1)
	for level := 1; level < 4; level++ {
		dbg, ok := L.GetStack(level)
		if !ok {
			break
		}
		if _, err := L.GetInfo("Sl", dbg, lua.LNil); err != nil || dbg.What == "G" || dbg.CurrentLine < 0 {
			continue
		}
		e.fail = failure{source: "@" + dbg.Source, line: dbg.CurrentLine, known: true}
		break
	}
	L.Push(v)
	return 1
}

// Raised is an error that a script has raised and not caught.
type Raised struct {
	Text    string // of the reply, with a code
	Counted bool   // it has been counted, when a call failed
}

func (r Raised) Error() string { return r.Text }

// failed is the reply for an error that a script has raised and not caught.
func (e *Engine) failed(err error, name string) error {
	text, counted := e.textOf(err)
	if e.guard.why != nil {
		text = withCode(e.guard.why.Error())
	}
	if name != "" {
		text += " script: " + name
		if e.fail.known {
			text += fmt.Sprintf(", on %s:%d.", e.fail.source, e.fail.line)
		}
	}
	return Raised{oneLine(text), counted}
}

// textOf is the text of an error with its code; counted: it is a call's.
func (e *Engine) textOf(err error) (text string, counted bool) {
	var ae *lua.ApiError
	if !errors.As(err, &ae) {
		return withCode(err.Error()), false
	}
	if ae.Object == nil {
		return withCode(asLua(err.Error())), false
	}
	if t, ok := ae.Object.(*lua.LTable); ok {
		counted = t.RawGetString(fieldIgnore) == lua.LTrue
		if s, ok := t.RawGetString(fieldErr).(lua.LString); ok {
			return string(s), counted
		}
		return withCode("unknown error"), counted
	}
	return withCode(asLua(ae.Object.String())), false
}

// asLua words the interpreter's own errors as Lua 5.1 does, as far as they tell the same.
func asLua(s string) string {
	at := strings.Index(s, ": ")
	if at < 0 {
		at = 0
	} else {
		at += 2
	}
	place, what := s[:at], s[at:]
	switch {
	case strings.HasPrefix(what, "bad argument #"):
		var n int
		if c, err := fmt.Sscanf(what, "bad argument #%d to", &n); c == 1 && err == nil {
			head, rest, ok := strings.Cut(what, " to ")
			name, detail, ok2 := strings.Cut(rest, " (")
			if ok && ok2 && !strings.HasPrefix(name, "'") {
				return place + head + " to '" + name + "' (" + detail
			}
		}
	case strings.HasPrefix(what, "cannot perform "):
		var op, a, b string
		if _, err := fmt.Sscanf(what, "cannot perform %s operation between %s and %s", &op, &a, &b); err == nil {
			if a == "number" {
				a = b
			}
			return place + "attempt to perform arithmetic on a " + a + " value"
		}
	case strings.HasPrefix(what, "attempt to compare "):
		var a, b string
		if _, err := fmt.Sscanf(what, "attempt to compare %s with %s", &a, &b); err == nil && a == b {
			return place + "attempt to compare two " + a + " values"
		}
	case strings.HasPrefix(what, "attempt to index a non-table object("):
		rest := strings.TrimPrefix(what, "attempt to index a non-table object(")
		if kind, _, ok := strings.Cut(rest, ")"); ok {
			return place + "attempt to index a " + kind + " value"
		}
	case what == "attempt to call a non-function object":
		return place + "attempt to call a nil value"
	case what == "lua callstack overflow" || what == "registry overflow":
		return place + "stack overflow"
	case what == "__len undefined":
		return place + "attempt to get length of a nil value"
	case what == "__unm undefined":
		return place + "attempt to perform arithmetic on a nil value"
	}
	return s
}
