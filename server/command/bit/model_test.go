package bit

import (
	"bytes"
	"math/big"
	"testing"
)

// The models look at one bit at a time.

func bitAt(b []byte, pos int64) int64 {
	if pos>>3 >= int64(len(b)) {
		return 0
	}
	return int64(b[pos>>3] >> (7 - pos&7) & 1)
}

func modelCount(b []byte, from, to int64) (n int64) {
	for ; from <= to; from++ {
		n += bitAt(b, from)
	}
	return n
}

func modelFind(b []byte, from, to int64, clear bool) int64 {
	for ; from <= to; from++ {
		if (bitAt(b, from) == 0) == clear {
			return from
		}
	}
	return -1
}

func modelLoad(b []byte, f field) *big.Int {
	v := new(big.Int)
	for i := range int64(f.size) {
		v.Lsh(v, 1).Add(v, big.NewInt(bitAt(b, f.at+i)))
	}
	if f.signed && bitAt(b, f.at) == 1 {
		v.Sub(v, new(big.Int).Lsh(big.NewInt(1), f.size))
	}
	return v
}

// modelFit brings a value of any size into the field; ok is false where it does not fit.
func modelFit(f field, v *big.Int, how overflow) (_ *big.Int, ok bool) {
	span := new(big.Int).Lsh(big.NewInt(1), f.size)
	lo := new(big.Int)
	if f.signed {
		lo.Rsh(span, 1).Neg(lo)
	}
	hi := new(big.Int).Add(lo, span)
	hi.Sub(hi, big.NewInt(1))
	below, above := v.Cmp(lo) < 0, v.Cmp(hi) > 0
	switch {
	case !below && !above:
		return v, true
	case how == fail:
		return nil, false
	case how == saturate && below:
		return lo, true
	case how == saturate:
		return hi, true
	}
	v = new(big.Int).Sub(v, lo)
	v.Mod(v, span) // never negative
	return v.Add(v, lo), true
}

func FuzzCount(f *testing.F) {
	f.Add([]byte("foobar"), uint16(3), uint16(44))
	f.Add(bytes.Repeat([]byte{0}, 99), uint16(0), uint16(791))
	f.Add(bytes.Repeat([]byte{0xff}, 99), uint16(9), uint16(700))
	f.Add(append(make([]byte, 70), 1), uint16(1), uint16(567))
	f.Fuzz(func(t *testing.T, b []byte, from, to uint16) {
		length := int64(len(b)) * 8
		if int64(to) >= length || from > to {
			return
		}
		lo, hi := int64(from), int64(to)
		if got, want := countIn(b, lo, hi), modelCount(b, lo, hi); got != want {
			t.Errorf("countIn(%x, %d, %d) = %d, want %d", b, lo, hi, got, want)
		}
		for _, clear := range []bool{false, true} {
			if got, want := find(b, lo, hi, clear), modelFind(b, lo, hi, clear); got != want {
				t.Errorf("find(%x, %d, %d, %v) = %d, want %d", b, lo, hi, clear, got, want)
			}
		}
	})
}

func FuzzCombine(f *testing.F) {
	f.Add(uint8(opAnd), []byte("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"), []byte("ABC"), []byte(nil))
	f.Add(uint8(opOr), []byte("a"), bytes.Repeat([]byte("b"), 2*block+77), bytes.Repeat([]byte("c"), block+33))
	f.Add(uint8(opXor), bytes.Repeat([]byte("q"), block+1), bytes.Repeat([]byte("b"), 99), []byte("x"))
	f.Add(uint8(opNot), bytes.Repeat([]byte("q"), block+1), []byte(nil), []byte(nil))
	f.Fuzz(func(t *testing.T, which uint8, a, b, c []byte) {
		op := operation(which % 4)
		sources := [][]byte{a, b, c}
		if op == opNot {
			sources = sources[:1]
		}
		length := 0
		for _, s := range sources {
			length = max(length, len(s))
		}
		got := bytes.Repeat([]byte{0x5a}, length)
		combine(op, got, sources)
		for i := range got {
			at := func(s []byte) byte {
				if i < len(s) {
					return s[i]
				}
				return 0
			}
			want := [...]byte{at(a) & at(b) & at(c), at(a) | at(b) | at(c), at(a) ^ at(b) ^ at(c), ^at(a)}[op]
			if got[i] != want {
				t.Fatalf("operation %d, byte %d of %d: %#x, want %#x", op, i, length, got[i], want)
			}
		}
	})
}

func FuzzField(f *testing.F) {
	for how := range uint8(3) {
		f.Add([]byte("abcdefghijklmno"), uint8(3), uint8(8), true, how, int64(100))
		f.Add(bytes.Repeat([]byte{0xff}, 20), uint8(7), uint8(64), true, how, int64(-1<<63))
		f.Add(make([]byte, 20), uint8(1), uint8(63), false, how, int64(-1<<63))
		f.Add(make([]byte, 20), uint8(9), uint8(1), true, how, int64(1<<63-1))
	}
	f.Fuzz(func(t *testing.T, b []byte, at, size uint8, signed bool, how uint8, v int64) {
		fd := field{at: int64(at), size: uint(size), signed: signed}
		if size == 0 || size > 64 || size == 64 && !signed {
			return
		}
		old := modelLoad(b, fd)
		if got := fd.load(b); !old.IsInt64() || got != old.Int64() {
			t.Fatalf("%+v.load(%x) = %d, want %v", fd, b, got, old)
		}
		how %= 3
		added, addedOK := modelFit(fd, new(big.Int).Add(old, big.NewInt(v)), overflow(how))
		n, ok := fd.add(old.Int64(), v, overflow(how))
		if ok != addedOK || ok && n != added.Int64() {
			t.Errorf("%+v.add(%d, %d, %d) = %d, %v; want %v, %v", fd, old, v, how, n, ok, added, addedOK)
		}
		set := big.NewInt(v)
		if !signed {
			set.SetUint64(uint64(v))
		}
		fitted, fittedOK := modelFit(fd, set, overflow(how))
		if lo, hi := fd.limits(); v < lo && signed && overflow(how) == saturate && new(big.Int).Sub(big.NewInt(hi), set).BitLen() > 63 {
			fitted = big.NewInt(hi) // as Redis has it
		}
		if n, ok = fd.fit(v, overflow(how)); ok != fittedOK || ok && n != fitted.Int64() {
			t.Errorf("%+v.fit(%d, %d) = %d, %v; want %v, %v", fd, v, how, n, ok, fitted, fittedOK)
		}
		if !ok || fd.end() > len(b) {
			return
		}
		before := bytes.Clone(b)
		fd.store(b, n)
		if got := fd.load(b); got != n {
			t.Errorf("%+v: %d after %d was stored", fd, got, n)
		}
		for i := range int64(len(b)) * 8 {
			if (i < fd.at || i >= fd.at+int64(fd.size)) && bitAt(b, i) != bitAt(before, i) {
				t.Errorf("%+v.store(%x, %d) changes bit %d", fd, before, n, i)
			}
		}
	})
}
