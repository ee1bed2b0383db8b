package script

import (
	"fmt"
	"math"
	"strconv"

	lua "github.com/yuin/gopher-lua"
)

// jsonSettings are what cjson's functions can set.
type jsonSettings struct {
	encodeDepth, decodeDepth int
	precision                int
	sparseConvert            bool
	sparseRatio, sparseSafe  int
	encodeInvalid            bool // NaN and infinities
	decodeInvalid            bool
}

// openJSON makes the global cjson.
func (e *Engine) openJSON() {
	null := e.state.NewUserData()
	e.library("cjson", e.jsonFunctions(null), map[string]lua.LValue{
		"null": null, "_NAME": lua.LString("cjson"), "_VERSION": lua.LString("2.1.0"),
	})
}

// jsonFunctions are the functions of one cjson, with settings of its own.
func (e *Engine) jsonFunctions(null *lua.LUserData) map[string]lua.LGFunction {
	s := &jsonSettings{encodeDepth: 1000, decodeDepth: 1000, precision: 14, sparseRatio: 2, sparseSafe: 10, decodeInvalid: true}
	number := func(p *int, most int) lua.LGFunction {
		return func(L *lua.LState) int {
			if L.GetTop() > 0 && L.Get(1) != lua.LNil {
				n := L.CheckInt(1)
				if n < 1 || n > most {
					badArgument(L, 1, "?", fmt.Sprintf("expected integer between 1 and %d", most))
				}
				*p = n
			}
			L.Push(lua.LNumber(*p))
			return 1
		}
	}
	truth := func(p *bool) lua.LGFunction {
		return func(L *lua.LState) int {
			if L.GetTop() > 0 && L.Get(1) != lua.LNil {
				*p = L.ToBool(1)
			}
			L.Push(lua.LBool(*p))
			return 1
		}
	}
	keep := true
	return map[string]lua.LGFunction{
		"encode": func(L *lua.LState) int {
			if L.GetTop() != 1 {
				badArgument(L, 1, "encode", "expected 1 argument")
			}
			w := jsonWriter{e: e, L: L, s: s, null: null}
			w.value(L.Get(1), 0)
			L.Push(lua.LString(w.b))
			return 1
		},
		"decode": func(L *lua.LState) int {
			if L.GetTop() != 1 {
				badArgument(L, 1, "decode", "expected 1 argument")
			}
			r := jsonReader{e: e, L: L, s: s, null: null, text: L.CheckString(1)}
			L.Push(r.document())
			return 1
		},
		"encode_max_depth":        number(&s.encodeDepth, math.MaxInt32),
		"decode_max_depth":        number(&s.decodeDepth, math.MaxInt32),
		"encode_number_precision": number(&s.precision, 16),
		"encode_keep_buffer":      truth(&keep),
		"encode_invalid_numbers":  truth(&s.encodeInvalid),
		"decode_invalid_numbers":  truth(&s.decodeInvalid),
		"encode_sparse_array": func(L *lua.LState) int {
			if L.GetTop() > 0 {
				s.sparseConvert = L.ToBool(1)
				s.sparseRatio, s.sparseSafe = L.OptInt(2, s.sparseRatio), L.OptInt(3, s.sparseSafe)
			}
			L.Push(lua.LBool(s.sparseConvert))
			L.Push(lua.LNumber(s.sparseRatio))
			L.Push(lua.LNumber(s.sparseSafe))
			return 3
		},
		"new": func(L *lua.LState) int {
			t := L.NewTable()
			for n, f := range e.jsonFunctions(null) {
				e.set(t, n, f)
			}
			t.RawSetString("null", null)
			L.Push(t)
			return 1
		},
	}
}

// maxJSONDepth bounds what the settings of depth allow: encoding and decoding recurse.
const maxJSONDepth = 10_000

// jsonWriter encodes a value.
type jsonWriter struct {
	e    *Engine
	L    *lua.LState
	s    *jsonSettings
	null *lua.LUserData
	b    []byte
}

func (w *jsonWriter) value(v lua.LValue, depth int) {
	if len(w.b) > maxString {
		throw(w.L, "string length overflow")
	}
	switch v := v.(type) {
	case lua.LString:
		w.text(string(v))
	case lua.LNumber:
		w.number(float64(v))
	case lua.LBool:
		w.b = strconv.AppendBool(w.b, bool(v))
	case *lua.LNilType:
		w.b = append(w.b, "null"...)
	case *lua.LTable:
		w.table(v, depth+1)
	case *lua.LUserData:
		if v != w.null {
			w.refuse(v)
		}
		w.b = append(w.b, "null"...)
	default:
		w.refuse(v)
	}
}

func (w *jsonWriter) refuse(v lua.LValue) {
	throw(w.L, "Cannot serialise %s: type not supported", v.Type().String())
}

func (w *jsonWriter) number(f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		if !w.s.encodeInvalid {
			throw(w.L, "Cannot serialise number: must not be NaN or Inf")
		}
		w.b = append(w.b, numberText(f)...)
		return
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e14 && w.s.precision >= 14 {
		w.b = strconv.AppendInt(w.b, int64(f), 10)
		return
	}
	w.b = append(w.b, shortG(f, w.s.precision)...)
}

// text writes a string in quotes, with the escapes of lua-cjson.
func (w *jsonWriter) text(s string) {
	const hex = "0123456789abcdef"
	w.b = append(w.b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\' || c == '/':
			w.b = append(w.b, '\\', c)
		case c == '\b':
			w.b = append(w.b, `\b`...)
		case c == '\t':
			w.b = append(w.b, `\t`...)
		case c == '\n':
			w.b = append(w.b, `\n`...)
		case c == '\f':
			w.b = append(w.b, `\f`...)
		case c == '\r':
			w.b = append(w.b, `\r`...)
		case c < ' ' || c == 0x7f:
			w.b = append(w.b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			w.b = append(w.b, c)
		}
	}
	w.b = append(w.b, '"')
}

// length is how long an array t is; -1: it is none.
func (w *jsonWriter) length(t *lua.LTable) int {
	most, count := 0, 0
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		_ = v
		n, ok := k.(lua.LNumber)
		if !ok || n < 1 || float64(n) != math.Trunc(float64(n)) || n > math.MaxInt32 {
			return -1
		}
		most = max(most, int(n))
		count++
	}
	if w.s.sparseRatio > 0 && most > count*w.s.sparseRatio && most > w.s.sparseSafe {
		if !w.s.sparseConvert {
			throw(w.L, "Cannot serialise table: excessively sparse array")
		}
		return -1
	}
	return most
}

func (w *jsonWriter) table(t *lua.LTable, depth int) {
	if depth > min(w.s.encodeDepth, maxJSONDepth) {
		throw(w.L, "Cannot serialise, excessive nesting (%d)", depth)
	}
	if n := w.length(t); n > 0 {
		w.b = append(w.b, '[')
		for i := 1; i <= n; i++ {
			if i > 1 {
				w.b = append(w.b, ',')
			}
			w.value(t.RawGetInt(i), depth)
		}
		w.b = append(w.b, ']')
		return
	}
	w.b = append(w.b, '{')
	first := true
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		if !first {
			w.b = append(w.b, ',')
		}
		first = false
		switch k := k.(type) {
		case lua.LString:
			w.text(string(k))
		case lua.LNumber:
			w.b = append(w.b, '"')
			w.number(float64(k))
			w.b = append(w.b, '"')
		default:
			throw(w.L, "Cannot serialise table: table key must be a number or string")
		}
		w.b = append(w.b, ':')
		w.value(v, depth)
	}
	w.b = append(w.b, '}')
}
