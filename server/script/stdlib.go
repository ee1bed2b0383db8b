package script

import (
	"fmt"
	"math"
	"math/rand"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// numberText is a number as Lua 5.1 prints it: with 14 digits.
func numberText(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e14 {
		return strconv.FormatInt(int64(f), 10)
	}
	switch {
	case math.IsNaN(f):
		if math.Signbit(f) {
			return "-nan"
		}
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	return shortG(f, 14)
}

// shortG is %.<digits>g of C.
func shortG(f float64, digits int) string {
	s := strconv.FormatFloat(f, 'e', digits-1, 64)
	mantissa, exp, _ := strings.Cut(s, "e")
	x, _ := strconv.Atoi(exp)
	if x < -4 || x >= digits {
		if strings.Contains(mantissa, ".") {
			mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
		}
		return fmt.Sprintf("%se%+03d", mantissa, x)
	}
	s = strconv.FormatFloat(f, 'f', max(digits-1-x, 0), 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// text is a string or a number as text; false: it is neither.
func text(v lua.LValue) (string, bool) {
	switch v := v.(type) {
	case lua.LString:
		return string(v), true
	case lua.LNumber:
		return numberText(float64(v)), true
	}
	return "", false
}

// concat is the operator "..", for as many operands as there are.
func (e *Engine) concat(L *lua.LState) int {
	n := L.GetTop()
	parts := make([]string, 0, 8)
	size := 0
	for i := 1; i <= n; i++ {
		s, ok := text(L.Get(i))
		if !ok {
			return e.concatMeta(L, n)
		}
		size += len(s)
		parts = append(parts, s)
	}
	e.guard.took(L, size)
	L.Push(lua.LString(strings.Join(parts, "")))
	return 1
}

// concatMeta is concat where an operand is neither string nor number: it goes two by two, from the right.
func (e *Engine) concatMeta(L *lua.LState, n int) int {
	right := L.Get(n)
	for i := n - 1; i >= 1; i-- {
		left := L.Get(i)
		a, ok1 := text(left)
		b, ok2 := text(right)
		if ok1 && ok2 {
			e.guard.took(L, len(a)+len(b))
			right = lua.LString(a + b)
			continue
		}
		op := L.GetMetaField(left, "__concat")
		if op == lua.LNil {
			op = L.GetMetaField(right, "__concat")
		}
		if op == lua.LNil {
			bad := left
			if ok1 {
				bad = right
			}
			throw(L, "attempt to concatenate a %s value", bad.Type().String())
		}
		L.Push(op)
		L.Push(left)
		L.Push(right)
		L.Call(2, 1)
		right = L.Get(-1)
		L.Pop(1)
	}
	L.Push(right)
	return 1
}

// openStrings takes gopher-lua's string library with bounds where it has none.
func (e *Engine) openStrings(t *lua.LTable) {
	e.set(t, "rep", func(L *lua.LState) int {
		s, n := L.CheckString(1), L.CheckNumber(2)
		if n <= 0 || s == "" {
			L.Push(lua.LString(""))
			return 1
		}
		if float64(len(s))*float64(n) > maxString {
			throw(L, "resulting string too large")
		}
		e.guard.took(L, len(s)*int(n))
		L.Push(lua.LString(strings.Repeat(s, int(n))))
		return 1
	})
	format := t.RawGetString("format").(*lua.LFunction).GFunction
	e.set(t, "format", func(L *lua.LState) int {
		if widest(L.CheckString(1)) > 99 {
			throw(L, "invalid format (width or precision too long)")
		}
		e.guard.took(L, len(L.CheckString(1)))
		return format(L)
	})
	e.set(t, "dump", func(L *lua.LState) int {
		throw(L, "unable to dump given function")
		return 0
	})
	gsub := t.RawGetString("gsub").(*lua.LFunction).GFunction
	e.set(t, "gsub", func(L *lua.LState) int {
		s := L.CheckString(1)
		if by, ok := L.Get(3).(lua.LString); ok && float64(len(s)+1)*float64(len(by)) > maxString {
			throw(L, "resulting string too large")
		}
		e.guard.took(L, len(s))
		return gsub(L)
	})
	t.RawSetString("gfind", t.RawGetString("gmatch"))
	e.module("string", t)
	L := e.state
	meta := L.NewTable()
	meta.RawSetString("__index", t)
	L.SetMetatable(lua.LString(""), meta)
}

// widest is the largest number in a format.
func widest(format string) int {
	most, n := 0, 0
	for _, c := range []byte(format) {
		if c < '0' || c > '9' {
			n = 0
			continue
		}
		n = min(n*10+int(c-'0'), 1<<20)
		most = max(most, n)
	}
	return most
}

// openTables takes gopher-lua's table library, with a bound on concat, and adds what Lua 5.1 still has.
func (e *Engine) openTables(t *lua.LTable) {
	e.set(t, "concat", e.tableConcat)
	insert := t.RawGetString("insert").(*lua.LFunction).GFunction
	e.set(t, "insert", func(L *lua.LState) int {
		tb := L.CheckTable(1)
		e.refuse(L, tb)
		return insert(L)
	})
	e.set(t, "foreach", func(L *lua.LState) int {
		tb, f := e.shown(L.CheckTable(1)), L.CheckFunction(2)
		for k, v := tb.Next(lua.LNil); k != lua.LNil; k, v = tb.Next(k) {
			if e.each(L, f, k, v) {
				return 1
			}
		}
		return 0
	})
	e.set(t, "foreachi", func(L *lua.LState) int {
		tb, f := L.CheckTable(1), L.CheckFunction(2)
		for i := 1; i <= tb.Len(); i++ {
			if e.each(L, f, lua.LNumber(i), tb.RawGetInt(i)) {
				return 1
			}
		}
		return 0
	})
	e.set(t, "setn", func(L *lua.LState) int {
		throw(L, "'setn' is obsolete")
		return 0
	})
	e.module("table", t)
}

// each calls f for an element; true: f has returned something, which is on the stack.
func (e *Engine) each(L *lua.LState, f *lua.LFunction, k, v lua.LValue) bool {
	L.Push(f)
	L.Push(k)
	L.Push(v)
	L.Call(2, 1)
	if L.Get(-1) != lua.LNil {
		return true
	}
	L.Pop(1)
	return false
}

func (e *Engine) tableConcat(L *lua.LState) int {
	t, sep := L.CheckTable(1), L.OptString(2, "")
	first, last := L.OptInt(3, 1), L.OptInt(4, t.Len())
	var b strings.Builder
	for i := first; i <= last; i++ {
		s, ok := text(t.RawGetInt(i))
		if !ok {
			throw(L, "invalid value (%s) at index %d in table for 'concat'", t.RawGetInt(i).Type().String(), i)
		}
		if b.Len()+len(s)+len(sep) > maxString {
			throw(L, "resulting string too large")
		}
		b.WriteString(s)
		if i < last {
			b.WriteString(sep)
		}
	}
	e.guard.took(L, b.Len())
	L.Push(lua.LString(b.String()))
	return 1
}

// openMath takes gopher-lua's math library, with a random of the script's own: it begins anew with each interpreter.
func (e *Engine) openMath(t *lua.LTable) {
	random := rand.New(rand.NewSource(0))
	e.set(t, "random", func(L *lua.LState) int {
		f := random.Float64()
		switch L.GetTop() {
		case 0:
			L.Push(lua.LNumber(f))
			return 1
		case 1:
			n := L.CheckNumber(1)
			if n < 1 {
				throw(L, "bad argument #1 to 'random' (interval is empty)")
			}
			L.Push(lua.LNumber(math.Floor(f*float64(n)) + 1))
			return 1
		case 2:
			a, b := L.CheckNumber(1), L.CheckNumber(2)
			if a > b {
				throw(L, "bad argument #2 to 'random' (interval is empty)")
			}
			L.Push(lua.LNumber(math.Floor(f*float64(b-a+1)) + float64(a)))
			return 1
		}
		throw(L, "wrong number of arguments")
		return 0
	})
	e.set(t, "randomseed", func(L *lua.LState) int {
		random.Seed(int64(L.CheckNumber(1)))
		return 0
	})
	e.module("math", t)
}
