package script

import (
	"bytes"
	"math"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// openStruct makes the global struct: numbers and strings in the layout of C.
func (e *Engine) openStruct() {
	e.library("struct", map[string]lua.LGFunction{
		"pack": e.structPack, "unpack": e.structUnpack,
		"size": func(L *lua.LState) int {
			total := 0
			f := structFormat{L: L, s: L.CheckString(1), align: 1}
			for f.next() {
				if f.code == 's' || f.code == 'c' && f.size == 0 {
					badArgument(L, 1, "size", "option '"+string(f.code)+"' has no fixed size")
				}
				total += f.padding(total) + f.size
				if total > maxString {
					badArgument(L, 1, "size", "format result too large")
				}
			}
			L.Push(lua.LNumber(total))
			return 1
		},
	}, nil)
}

// structFormat reads a format, item by item.
type structFormat struct {
	L     *lua.LState
	s     string
	big   bool
	align int

	code byte
	size int
}

// number reads a decimal number, or is otherwise.
func (f *structFormat) number(otherwise int) int {
	if f.s == "" || f.s[0] < '0' || f.s[0] > '9' {
		return otherwise
	}
	n := 0
	for f.s != "" && f.s[0] >= '0' && f.s[0] <= '9' {
		if n = n*10 + int(f.s[0]-'0'); n > math.MaxInt32 {
			throw(f.L, "integral size overflow")
		}
		f.s = f.s[1:]
	}
	return n
}

// next goes to the next item that stands for a value or a byte of padding; false: there is none.
func (f *structFormat) next() bool {
	for f.s != "" {
		f.code, f.s = f.s[0], f.s[1:]
		switch f.code {
		case 'x', 'b', 'B':
			f.size = 1
		case 'h', 'H':
			f.size = 2
		case 'l', 'L', 'T', 'd':
			f.size = 8
		case 'f':
			f.size = 4
		case 'i', 'I':
			if f.size = f.number(4); f.size > 32 || f.size < 1 {
				throw(f.L, "integral size %d is larger than limit of %d", f.size, 32)
			}
		case 'c':
			f.size = f.number(1)
		case 's':
			f.size = 0
		case ' ':
			continue
		case '>', '<':
			f.big = f.code == '>'
			continue
		case '!':
			if f.align = f.number(8); f.align < 1 || f.align&(f.align-1) != 0 {
				throw(f.L, "alignment is not a power of 2")
			}
			continue
		default:
			badArgument(f.L, 1, "struct", "invalid format option '"+string(f.code)+"'")
		}
		return true
	}
	return false
}

// padding is how many bytes go in front of the item at an offset.
func (f *structFormat) padding(at int) int {
	a := min(f.size, f.align)
	if a <= 1 || f.code == 'c' || f.code == 's' || f.code == 'x' {
		return 0
	}
	return (a - at&(a-1)) & (a - 1)
}

// order puts a number's bytes in order; b is little-endian.
func (f *structFormat) order(b []byte) []byte {
	if f.big {
		for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
			b[i], b[j] = b[j], b[i]
		}
	}
	return b
}

// integer is n in f.size bytes.
func (f *structFormat) integer(n int64) []byte {
	b := make([]byte, f.size)
	for i := range b {
		b[i] = byte(n >> min(8*i, 63))
	}
	return f.order(b)
}

func (e *Engine) structPack(L *lua.LState) int {
	f := structFormat{L: L, s: L.CheckString(1), align: 1}
	var b []byte
	arg := 1
	for f.next() {
		b = append(b, make([]byte, f.padding(len(b)))...)
		if f.code != 'x' {
			arg++
		}
		switch f.code {
		case 'x':
			b = append(b, 0)
		case 'f':
			b = append(b, f.integerOf(uint64(math.Float32bits(float32(L.CheckNumber(arg)))))...)
		case 'd':
			b = append(b, f.integerOf(math.Float64bits(float64(L.CheckNumber(arg))))...)
		case 's':
			b = append(append(b, L.CheckString(arg)...), 0)
		case 'c':
			s := L.CheckString(arg)
			if f.size == 0 {
				f.size = len(s)
			}
			if len(s) < f.size {
				badArgument(L, arg, "pack", "string too short")
			}
			b = append(b, s[:f.size]...)
		default:
			b = append(b, f.integer(structInt(float64(L.CheckNumber(arg))))...)
		}
		if len(b) > maxString {
			throw(L, "resulting string too large")
		}
	}
	e.guard.took(L, len(b))
	L.Push(lua.LString(b))
	return 1
}

func (f *structFormat) integerOf(n uint64) []byte { return f.integer(int64(n)) }

// structInt is a number as C converts it to 64 bits, signed or not.
func structInt(v float64) int64 {
	if v >= 1<<63 && v < 1<<64 {
		return int64(uint64(v))
	}
	return truncate(v)
}

func (e *Engine) structUnpack(L *lua.LState) int {
	f := structFormat{L: L, s: L.CheckString(1), align: 1}
	data, pos := L.CheckString(2), L.OptInt(3, 1)-1
	if pos < 0 {
		badArgument(L, 3, "unpack", "offset must be 1 or greater")
	}
	L.SetTop(0)
	for f.next() {
		pos += f.padding(pos)
		if f.code == 'c' && f.size == 0 {
			n, ok := L.Get(-1).(lua.LNumber)
			if L.GetTop() == 0 || !ok || n < 0 {
				throw(L, "format 'c0' needs a previous size")
			}
			L.Pop(1)
			f.size = int(min(n, math.MaxInt32))
		}
		if pos > len(data) || f.size > len(data)-pos {
			badArgument(L, 2, "unpack", "data string too short")
		}
		if L.GetTop() >= maxUnpacked {
			throw(L, "too many results to unpack")
		}
		item := data[pos : pos+f.size]
		switch f.code {
		case 'x':
		case 'c':
			L.Push(lua.LString(item))
		case 's':
			end := strings.IndexByte(data[pos:], 0)
			if end < 0 {
				badArgument(L, 2, "unpack", "unfinished string in data")
			}
			L.Push(lua.LString(data[pos : pos+end]))
			pos += end + 1
		default:
			L.Push(f.value(item))
		}
		pos += f.size
	}
	L.Push(lua.LNumber(pos + 1))
	return L.GetTop()
}

// value is the number that bytes stand for.
func (f *structFormat) value(item string) lua.LValue {
	b := f.order(bytes.Clone([]byte(item)))
	var n uint64
	for i := min(len(b), 8) - 1; i >= 0; i-- {
		n = n<<8 | uint64(b[i])
	}
	switch f.code {
	case 'f':
		return lua.LNumber(math.Float32frombits(uint32(n)))
	case 'd':
		return lua.LNumber(math.Float64frombits(n))
	case 'b', 'h', 'i', 'l':
		shift := 64 - 8*min(f.size, 8)
		return lua.LNumber(int64(n<<shift) >> shift)
	}
	return lua.LNumber(n)
}
