package script

import (
	"encoding/binary"
	"math"

	lua "github.com/yuin/gopher-lua"
)

// The bounds of MessagePack: packing replaces what is nested deeper by nil, as lua-cmsgpack does; unpacking refuses it.
const (
	packDepth   = 16
	unpackDepth = 2000
)

// openMsgpack makes the global cmsgpack.
func (e *Engine) openMsgpack() {
	e.library("cmsgpack", map[string]lua.LGFunction{
		"pack":   e.msgPack,
		"unpack": func(L *lua.LState) int { return e.msgUnpack(L, 0, 0, false) },
		"unpack_one": func(L *lua.LState) int {
			return e.msgUnpack(L, 1, L.OptInt(2, 0), true)
		},
		"unpack_limit": func(L *lua.LState) int {
			return e.msgUnpack(L, L.CheckInt(2), L.OptInt(3, 0), true)
		},
	}, map[string]lua.LValue{
		"_NAME": lua.LString("cmsgpack"), "_VERSION": lua.LString("lua-cmsgpack 0.4.0"),
		"_COPYRIGHT":   lua.LString("Copyright (C) 2012, Salvatore Sanfilippo"),
		"_DESCRIPTION": lua.LString("MessagePack C implementation for Lua"),
	})
}

func (e *Engine) msgPack(L *lua.LState) int {
	n := L.GetTop()
	if n == 0 {
		badArgument(L, 0, "pack", "MessagePack pack needs input.")
	}
	var b []byte
	for i := 1; i <= n; i++ {
		b = e.appendMsg(L, b, L.Get(i), 0)
	}
	e.guard.took(L, len(b))
	L.Push(lua.LString(b))
	return 1
}

// appendMsg appends a value in MessagePack.
func (e *Engine) appendMsg(L *lua.LState, b []byte, v lua.LValue, depth int) []byte {
	if len(b) > maxString {
		throw(L, "string length overflow")
	}
	switch v := v.(type) {
	case lua.LString:
		return append(appendSize(b, len(v), 0xa0, 32, 0xd9), v...)
	case lua.LBool:
		if v {
			return append(b, 0xc3)
		}
		return append(b, 0xc2)
	case lua.LNumber:
		return appendMsgNumber(b, float64(v))
	case *lua.LTable:
		if depth < packDepth {
			return e.appendMsgTable(L, b, v, depth+1)
		}
	}
	return append(b, 0xc0)
}

// appendSize appends a length: in the first byte where it is below small, or behind a code for 8, 16 or 32 bits.
func appendSize(b []byte, n int, base byte, small int, code8 byte) []byte {
	switch {
	case n < small:
		return append(b, base|byte(n))
	case n <= math.MaxUint8 && code8 == 0xd9: // only strings have this form
		return append(b, code8, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, code8+1), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(b, code8+2), uint32(n))
}

func appendMsgNumber(b []byte, f float64) []byte {
	if f != math.Trunc(f) || math.Abs(f) >= 1<<63 {
		if float64(float32(f)) == f {
			return binary.BigEndian.AppendUint32(append(b, 0xca), math.Float32bits(float32(f)))
		}
		return binary.BigEndian.AppendUint64(append(b, 0xcb), math.Float64bits(f))
	}
	n := int64(f)
	switch {
	case n >= 0 && n <= 127, n < 0 && n >= -32:
		return append(b, byte(n))
	case n >= 0 && n <= math.MaxUint8:
		return append(b, 0xcc, byte(n))
	case n >= 0 && n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, 0xcd), uint16(n))
	case n >= 0 && n <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(b, 0xce), uint32(n))
	case n >= 0:
		return binary.BigEndian.AppendUint64(append(b, 0xcf), uint64(n))
	case n >= math.MinInt8:
		return append(b, 0xd0, byte(n))
	case n >= math.MinInt16:
		return binary.BigEndian.AppendUint16(append(b, 0xd1), uint16(n))
	case n >= math.MinInt32:
		return binary.BigEndian.AppendUint32(append(b, 0xd2), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(b, 0xd3), uint64(n))
}

// appendMsgTable appends a table: an array where its keys are 1 to n, else a map.
func (e *Engine) appendMsgTable(L *lua.LState, b []byte, t *lua.LTable, depth int) []byte {
	most, count, array := 0, 0, true
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		_ = v
		count++
		n, ok := k.(lua.LNumber)
		if !ok || n < 1 || float64(n) != math.Trunc(float64(n)) || n > math.MaxInt32 {
			array = false
			continue
		}
		most = max(most, int(n))
	}
	if array && most == count {
		b = appendSize(b, count, 0x90, 16, 0xdb)
		for i := 1; i <= count; i++ {
			b = e.appendMsg(L, b, t.RawGetInt(i), depth)
		}
		return b
	}
	b = appendSize(b, count, 0x80, 16, 0xdd)
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) {
		b = e.appendMsg(L, b, k, depth)
		b = e.appendMsg(L, b, v, depth)
	}
	return b
}

// msgUnpack reads up to limit values from an offset, all where limit is 0. With cursor it returns the next offset in front of them, or -1
// at the end.
func (e *Engine) msgUnpack(L *lua.LState, limit, offset int, cursor bool) int {
	s := L.CheckString(1)
	switch {
	case offset < 0 || limit < 0:
		throw(L, "Invalid request to unpack with offset of %d and limit of %d.", offset, len(s))
	case offset > len(s):
		throw(L, "Start offset %d greater than input length %d.", offset, len(s))
	}
	e.guard.took(L, len(s))
	r := msgReader{L: L, s: s, pos: offset}
	L.SetTop(0)
	if cursor {
		L.Push(lua.LNumber(-1))
	}
	for n := 0; r.pos < len(s) && (limit == 0 || n < limit); n++ {
		if L.GetTop() >= maxUnpacked {
			throw(L, "too many return values for a single unpack; use unpack_one or unpack_limit instead.")
		}
		L.Push(r.value(0))
	}
	if cursor && r.pos < len(s) {
		L.Replace(1, lua.LNumber(r.pos))
	}
	return L.GetTop()
}

// maxUnpacked is how many values one call returns.
const maxUnpacked = 8000

// msgReader reads MessagePack.
type msgReader struct {
	L   *lua.LState
	s   string
	pos int
}

// take is the next n bytes.
func (r *msgReader) take(n uint64) string {
	if n > uint64(len(r.s)-r.pos) {
		throw(r.L, "Missing bytes in input.")
	}
	s := r.s[r.pos : r.pos+int(n)]
	r.pos += int(n)
	return s
}

// uint reads n bytes as a number.
func (r *msgReader) uint(n uint64) uint64 {
	var v uint64
	for _, c := range []byte(r.take(n)) {
		v = v<<8 | uint64(c)
	}
	return v
}

func (r *msgReader) value(depth int) lua.LValue {
	if depth > unpackDepth {
		throw(r.L, "Found too many nested data structures (%d)", depth)
	}
	c := r.take(1)[0]
	switch {
	case c < 0x80:
		return lua.LNumber(c)
	case c < 0x90:
		return r.pairs(uint64(c&15), depth)
	case c < 0xa0:
		return r.array(uint64(c&15), depth)
	case c < 0xc0:
		return lua.LString(r.take(uint64(c & 31)))
	case c >= 0xe0:
		return lua.LNumber(int8(c))
	}
	switch c {
	case 0xc0:
		return lua.LNil
	case 0xc2:
		return lua.LFalse
	case 0xc3:
		return lua.LTrue
	case 0xc4, 0xd9:
		return lua.LString(r.take(r.uint(1)))
	case 0xc5, 0xda:
		return lua.LString(r.take(r.uint(2)))
	case 0xc6, 0xdb:
		return lua.LString(r.take(r.uint(4)))
	case 0xca:
		return lua.LNumber(math.Float32frombits(uint32(r.uint(4))))
	case 0xcb:
		return lua.LNumber(math.Float64frombits(r.uint(8)))
	case 0xcc, 0xcd, 0xce, 0xcf:
		return lua.LNumber(r.uint(1 << (c - 0xcc)))
	case 0xd0:
		return lua.LNumber(int8(r.uint(1)))
	case 0xd1:
		return lua.LNumber(int16(r.uint(2)))
	case 0xd2:
		return lua.LNumber(int32(r.uint(4)))
	case 0xd3:
		return lua.LNumber(int64(r.uint(8)))
	case 0xdc:
		return r.array(r.uint(2), depth)
	case 0xdd:
		return r.array(r.uint(4), depth)
	case 0xde:
		return r.pairs(r.uint(2), depth)
	case 0xdf:
		return r.pairs(r.uint(4), depth)
	}
	throw(r.L, "Bad data format in input.")
	return lua.LNil
}

// array reads n elements; there is nothing in memory for those that do not come.
func (r *msgReader) array(n uint64, depth int) lua.LValue {
	t := r.L.NewTable()
	for i := uint64(1); i <= n; i++ {
		t.RawSetInt(int(i), r.value(depth+1))
	}
	return t
}

func (r *msgReader) pairs(n uint64, depth int) lua.LValue {
	t := r.L.NewTable()
	for range n {
		k := r.value(depth + 1)
		v := r.value(depth + 1)
		if f, ok := k.(lua.LNumber); k == lua.LNil || ok && math.IsNaN(float64(f)) {
			throw(r.L, "Bad data format in input.")
		}
		t.RawSet(k, v)
	}
	return t
}
