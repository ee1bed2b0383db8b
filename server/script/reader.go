package script

import (
	"math"
	"strconv"

	lua "github.com/yuin/gopher-lua"
)

// reader turns replies of the wire, which are whole and of our own making, into values of Lua.
type reader struct {
	b   []byte
	pos int
	L   *lua.LState
}

// field names of the tables that stand for replies.
const (
	fieldErr      = "err"
	fieldOK       = "ok"
	fieldDouble   = "double"
	fieldMap      = "map"
	fieldSet      = "set"
	fieldBig      = "big_number"
	fieldVerbatim = "verbatim_string"
	fieldFormat   = "format"
	fieldString   = "string"
	fieldIgnore   = "ignore_error_stats_update"
)

// line reads the rest of a line.
func (r *reader) line() []byte {
	begin := r.pos
	for r.b[r.pos] != '\r' {
		r.pos++
	}
	s := r.b[begin:r.pos]
	r.pos += 2
	return s
}

// number reads the rest of a line as an integer.
func (r *reader) number() int64 {
	var n int64
	negative := false
	if r.b[r.pos] == '-' {
		negative = true
		r.pos++
	}
	for c := r.b[r.pos]; c != '\r'; c = r.b[r.pos] {
		n = n*10 + int64(c-'0')
		r.pos++
	}
	r.pos += 2
	if negative {
		return -n
	}
	return n
}

// bulk reads a string of n bytes.
func (r *reader) bulk(n int64) []byte {
	s := r.b[r.pos : r.pos+int(n)]
	r.pos += int(n) + 2
	return s
}

// value reads one reply.
func (r *reader) value() lua.LValue {
	kind := r.b[r.pos]
	r.pos++
	switch kind {
	case '$':
		n := r.number()
		if n < 0 {
			return lua.LFalse
		}
		return lua.LString(r.bulk(n))
	case ':':
		return lua.LNumber(r.number())
	case '+':
		return r.single(fieldOK, lua.LString(r.line()))
	case '-':
		return r.failed()
	case '*', '>':
		return r.array()
	case '%':
		return r.pairs()
	case '~':
		return r.set()
	case '_':
		r.line()
		return lua.LNil
	case '#':
		return lua.LBool(r.line()[0] == 't')
	case ',':
		f, err := strconv.ParseFloat(string(r.line()), 64)
		if err != nil {
			f = math.NaN()
		}
		return r.single(fieldDouble, lua.LNumber(f))
	case '(':
		return r.single(fieldBig, lua.LString(r.line()))
	case '=':
		return r.verbatim()
	}
	return lua.LNil
}

// single is a table with one field.
func (r *reader) single(name string, v lua.LValue) *lua.LTable {
	t := r.L.CreateTable(0, 1)
	t.RawSetString(name, v)
	return t
}

// failed is an error that redis.pcall returns.
func (r *reader) failed() lua.LValue {
	return countedTable(r.L, string(r.line()))
}

// countedTable stands for the error of a call, which has been counted.
func countedTable(L *lua.LState, text string) *lua.LTable {
	t := errorTable(L, text)
	t.RawSetString(fieldIgnore, lua.LTrue)
	return t
}

// errorTable stands for an error that counts when a client gets it.
func errorTable(L *lua.LState, text string) *lua.LTable {
	t := L.CreateTable(0, 2)
	t.RawSetString(fieldErr, lua.LString(text))
	return t
}

func (r *reader) array() lua.LValue {
	n := r.number()
	if n < 0 {
		return lua.LFalse
	}
	t := r.L.CreateTable(int(n), 0)
	for i := 1; i <= int(n); i++ {
		t.RawSetInt(i, r.value())
	}
	return t
}

func (r *reader) pairs() lua.LValue {
	n := r.number()
	t := r.L.CreateTable(0, int(n))
	for range n {
		k := r.value()
		v := r.value()
		if k != lua.LNil {
			t.RawSet(k, v)
		}
	}
	return r.single(fieldMap, t)
}

func (r *reader) set() lua.LValue {
	n := r.number()
	t := r.L.CreateTable(0, int(n))
	for range n {
		if k := r.value(); k != lua.LNil {
			t.RawSet(k, lua.LTrue)
		}
	}
	return r.single(fieldSet, t)
}

func (r *reader) verbatim() lua.LValue {
	text := r.bulk(r.number())
	t := r.L.CreateTable(0, 2)
	t.RawSetString(fieldFormat, lua.LString(text[:3]))
	t.RawSetString(fieldString, lua.LString(text[4:]))
	return r.single(fieldVerbatim, t)
}
