package script

import (
	"fmt"
	"math"
	"math/bits"

	lua "github.com/yuin/gopher-lua"
)

// openBit makes the global bit: operations on 32 bits, as LuaBitOp has them.
func (e *Engine) openBit() {
	fold := func(f func(a, b uint32) uint32) lua.LGFunction {
		return func(L *lua.LState) int {
			v := bitArg(L, 1)
			for i := 2; i <= L.GetTop(); i++ {
				v = f(v, bitArg(L, i))
			}
			return pushBits(L, v)
		}
	}
	shift := func(f func(v uint32, n uint32) uint32) lua.LGFunction {
		return func(L *lua.LState) int { return pushBits(L, f(bitArg(L, 1), bitArg(L, 2)&31)) }
	}
	e.library("bit", map[string]lua.LGFunction{
		"tobit":   func(L *lua.LState) int { return pushBits(L, bitArg(L, 1)) },
		"bnot":    func(L *lua.LState) int { return pushBits(L, ^bitArg(L, 1)) },
		"bswap":   func(L *lua.LState) int { return pushBits(L, bits.ReverseBytes32(bitArg(L, 1))) },
		"band":    fold(func(a, b uint32) uint32 { return a & b }),
		"bor":     fold(func(a, b uint32) uint32 { return a | b }),
		"bxor":    fold(func(a, b uint32) uint32 { return a ^ b }),
		"lshift":  shift(func(v, n uint32) uint32 { return v << n }),
		"rshift":  shift(func(v, n uint32) uint32 { return v >> n }),
		"arshift": shift(func(v, n uint32) uint32 { return uint32(int32(v) >> n) }),
		"rol":     shift(func(v, n uint32) uint32 { return bits.RotateLeft32(v, int(n)) }),
		"ror":     shift(func(v, n uint32) uint32 { return bits.RotateLeft32(v, -int(n)) }),
		"tohex":   bitToHex,
	}, nil)
}

// bitArg is an argument modulo 2^32.
func bitArg(L *lua.LState, i int) uint32 {
	f := math.RoundToEven(float64(L.CheckNumber(i)))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	f = math.Mod(f, 1<<32)
	return uint32(int64(f))
}

func pushBits(L *lua.LState, v uint32) int {
	L.Push(lua.LNumber(int32(v)))
	return 1
}

// bitToHex is bit.tohex: as many digits as asked for, in upper case where the number is negative.
func bitToHex(L *lua.LState) int {
	v := bitArg(L, 1)
	n := 8
	if L.GetTop() > 1 {
		n = int(int32(bitArg(L, 2)))
	}
	format := "%08x"
	if n < 0 {
		n, format = -n, "%08X"
	}
	L.Push(lua.LString(fmt.Sprintf(format, v)[8-min(max(n, 0), 8):]))
	return 1
}
