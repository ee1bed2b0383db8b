package script

import (
	"math"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"redstart/resp"
)

// maxReplyDepth is how deep tables may nest in a reply.
const maxReplyDepth = 7997

// reply writes a value of Lua as a reply.
func (e *Engine) reply(w *resp.Writer, v lua.LValue, depth int) {
	if depth > maxReplyDepth {
		w.Error(withCode("reached lua stack limit"))
		return
	}
	switch v := v.(type) {
	case lua.LString:
		w.BulkString(string(v))
	case lua.LNumber:
		w.Int(truncate(float64(v)))
	case lua.LBool:
		switch {
		case e.run.resp3:
			w.Bool(bool(v))
		case bool(v):
			w.Int(1)
		default:
			w.Null()
		}
	case *lua.LTable:
		e.replyTable(w, v, depth)
	default:
		w.Null()
	}
}

// truncate is a number as C converts it to an integer: what has no place becomes the smallest.
func truncate(f float64) int64 {
	if !(f > -math.MaxInt64 && f < math.MaxInt64) {
		return math.MinInt64
	}
	return int64(f)
}

// replyTable writes a table: what one of its fields says that it is, or an array.
func (e *Engine) replyTable(w *resp.Writer, t *lua.LTable, depth int) {
	if first := t.RawGetInt(1); first == lua.LNil || t.RawGetString(fieldErr) != lua.LNil {
		if e.replySpecial(w, t, depth) {
			return
		}
	}
	mark := w.DeferArray()
	n := 0
	for {
		v := t.RawGetInt(n + 1)
		if v == lua.LNil {
			break
		}
		n++
		e.reply(w, v, depth+1)
	}
	w.EndArray(mark, n)
}

// replySpecial writes a table that stands for something else than an array.
func (e *Engine) replySpecial(w *resp.Writer, t *lua.LTable, depth int) bool {
	if s, ok := t.RawGetString(fieldErr).(lua.LString); ok {
		text := oneLine(string(s))
		e.run.host.Replied(text, t.RawGetString(fieldIgnore) == lua.LTrue)
		w.Error(text)
		return true
	}
	if s, ok := t.RawGetString(fieldOK).(lua.LString); ok {
		w.Simple(oneLine(string(s)))
		return true
	}
	if f, ok := t.RawGetString(fieldDouble).(lua.LNumber); ok {
		w.Double(float64(f))
		return true
	}
	if m, ok := t.RawGetString(fieldMap).(*lua.LTable); ok {
		mark, n := w.DeferMap(), 0
		m.ForEach(func(k, v lua.LValue) {
			n++
			e.reply(w, k, depth+1)
			e.reply(w, v, depth+1)
		})
		w.EndMap(mark, n)
		return true
	}
	if m, ok := t.RawGetString(fieldSet).(*lua.LTable); ok {
		mark, n := w.DeferSet(), 0
		m.ForEach(func(k, _ lua.LValue) {
			n++
			e.reply(w, k, depth+1)
		})
		w.EndSet(mark, n)
		return true
	}
	if s, ok := t.RawGetString(fieldBig).(lua.LString); ok {
		w.BigNumber(oneLine(string(s)))
		return true
	}
	if v, ok := t.RawGetString(fieldVerbatim).(*lua.LTable); ok {
		format, ok1 := v.RawGetString(fieldFormat).(lua.LString)
		text, ok2 := v.RawGetString(fieldString).(lua.LString)
		if ok1 && ok2 {
			w.Verbatim((string(format) + "   ")[:3], string(text))
			return true
		}
	}
	return false
}

// oneLine replaces line ends: a status and an error are one line.
func oneLine(s string) string {
	if strings.ContainsAny(s, "\r\n") {
		return strings.NewReplacer("\r", " ", "\n", " ").Replace(s)
	}
	return s
}
