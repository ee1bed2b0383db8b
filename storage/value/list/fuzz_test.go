package list

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// settings are the values of list-max-listpack-size that the tests use.
var settings = []int64{-2, -1, -5, 1, 2, 3, 128, 0}

// holder keeps a list as the keyspace does: packed bytes are copied, a List is kept.
type holder struct {
	r     table.Record
	model []string
}

func (h *holder) edit(setting int64, f func(e *Edit)) {
	var e Edit
	e.Open(h.r, nil, setting)
	f(&e)
	if e.Len() == 0 {
		h.r = table.Record{}
		return
	}
	if l, packed := e.Close(); l != nil {
		h.r = table.NewObject(table.KindList, []byte("key"), l, 0, 0)
	} else {
		h.r = table.NewPacked(table.KindList, 0, []byte("key"), packed, 0, 0)
	}
}

func (h *holder) list() *List {
	if h.r.IsNil() || h.r.Packed() {
		return nil
	}
	return h.r.Object().(*List)
}

// element is the n-th element of the tests: integers, words, some that are long, some longer than a node.
func element(n byte) string {
	switch {
	case n < 8:
		return strconv.Itoa(int(n) - 4)
	case n < 16:
		return strconv.Itoa(int(n) * 12345678901)
	case n < 200:
		return "word" + strconv.Itoa(int(n)%20)
	case n < 240:
		return strings.Repeat(string(rune('a'+n%7)), 20*int(n-190))
	case n < 250:
		return strings.Repeat("x", 2000+int(n))
	}
	return strings.Repeat("L", 70000-10000*int(n-250))
}

// FuzzList does what the fuzzer says to a list and to a slice of strings, and compares them.
func FuzzList(f *testing.F) {
	f.Add([]byte{0, 100, 0, 101, 2, 102, 4, 0, 6, 1, 8, 50})
	f.Add(bytes.Repeat([]byte{0, 210, 1, 220}, 100))
	f.Add(bytes.Repeat([]byte{0, 250, 1, 100, 5, 3, 7, 8, 9, 250}, 60))
	f.Add(bytes.Repeat([]byte{10, 3, 0, 100, 1, 7, 2, 0, 3, 0, 8, 120, 9, 130}, 50))
	seed := make([]byte, 3000)
	for i := range seed {
		seed[i] = byte(i * i * 31 / 7)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, program []byte) {
		var h holder
		setting := int64(-2)
		for i := 0; i+1 < len(program) && i < 6000; i += 2 {
			op, arg := program[i]%12, program[i+1]
			if op == 11 {
				setting = settings[int(arg)%len(settings)]
				continue
			}
			h.step(t, setting, op, arg)
			if i%32 == 0 || len(h.model) < 100 {
				h.check(t)
			}
			if t.Failed() {
				t.Fatalf("after step %d: %d %d", i/2, op, arg)
			}
		}
		h.check(t)
	})
}

func (h *holder) step(t *testing.T, setting int64, op, arg byte) {
	v := element(arg)
	n := len(h.model)
	h.edit(setting, func(e *Edit) {
		switch {
		case op < 4: // front or back, one or three
			front := op%2 == 0
			more := [][]byte{[]byte(v)}
			if op > 1 {
				more = [][]byte{[]byte(v), []byte("7"), []byte(v)}
			}
			e.Expect(more...)
			for _, v := range more {
				e.Push(front, v)
				if front {
					h.model = slices.Insert(h.model, 0, string(v))
				} else {
					h.model = append(h.model, string(v))
				}
			}
		case n == 0:
		case op < 6:
			k := min(n, int(arg)%16*int(arg)%16)
			e.Drop(op == 4, k)
			if op == 4 {
				h.model = slices.Delete(h.model, 0, k)
			} else {
				h.model = h.model[:n-k]
			}
			e.Shrink()
		case op == 6 || op == 7:
			h.insert(t, e, op == 6, v, arg)
		case op == 8:
			i := int(arg) * n / 256
			v = element(arg*31 + byte(n))
			e.Set(i, []byte(v))
			e.Shrink()
			h.model[i] = v
		default:
			h.remove(t, e, v, int(arg)%5+1, op == 9)
			e.Shrink()
		}
	})
}

func (h *holder) insert(t *testing.T, e *Edit, after bool, v string, arg byte) {
	pivot := h.model[int(arg)*len(h.model)/256]
	if arg%16 == 0 {
		pivot = "none"
	}
	at := slices.Index(h.model, pivot)
	if got := e.Insert([]byte(pivot), after, []byte(v)); got != (at >= 0) {
		t.Errorf("Insert at %.20q: %v", pivot, got)
	}
	if at >= 0 {
		if after {
			at++
		}
		h.model = slices.Insert(h.model, at, v)
	}
}

func (h *holder) remove(t *testing.T, e *Edit, v string, most int, back bool) {
	want := 0
	for i := range h.model {
		if back {
			i = len(h.model) - 1 - i
		}
		if h.model[i] == v && want < most {
			h.model[i] = "\x00"
			want++
		}
	}
	h.model = slices.DeleteFunc(h.model, func(s string) bool { return s == "\x00" })
	if got := e.Remove([]byte(v), most, back); got != want {
		t.Errorf("Remove of %.20q: %d, not %d", v, got, want)
	}
}

// check compares the list with the model and its books with what they count.
func (h *holder) check(t *testing.T) {
	t.Helper()
	v := Of(h.r)
	if v.Len() != len(h.model) {
		t.Fatalf("%d entries, not %d", v.Len(), len(h.model))
	}
	i := 0
	v.Each(func(e pack.Entry) bool {
		if !e.Is([]byte(h.model[i])) {
			t.Fatalf("entry %d is %.20q, not %.20q", i, e.Append(nil), h.model[i])
		}
		i++
		return true
	})
	if i != len(h.model) {
		t.Fatalf("Each gave %d entries of %d", i, len(h.model))
	}
	for _, i := range []int{0, len(h.model) / 3, len(h.model) / 2, len(h.model) - 1} {
		if i >= 0 && i < len(h.model) && !v.At(i).Is([]byte(h.model[i])) {
			t.Errorf("At(%d) is %.20q", i, v.At(i).Append(nil))
		}
	}
	if l := h.list(); l != nil {
		if err := l.broken(); err != nil {
			t.Error(err)
		}
		h.cloned(t, l)
	}
}

func (h *holder) cloned(t *testing.T, l *List) {
	c := l.Clone().(*List)
	if err := c.broken(); err != nil || c.Len() != l.Len() || c.Encoding() != l.Encoding() || c.Mem() > l.Mem()+l.Mem()/8+64<<10 { // a slab may be empty yet
		t.Errorf("a copy: %v, %d entries, %d bytes", err, c.Len(), c.Mem())
	}
}

// broken says what is wrong with the list's books.
func (l *List) broken() error {
	n := l.dir.n
	mem, slabs := 0, map[*slab]int{}
	if !l.quick && n != 1 {
		return fmt.Errorf("a listpack of %d chunks", n)
	}
	for i := range n {
		c := l.dir.at(i)
		p := c.pack()
		switch {
		case c.slab == nil:
			mem += cap(c.buf)
		case slabs[c.slab] == 0:
			mem += cap(c.slab.block)
			fallthrough
		default:
			slabs[c.slab]++
			p = c.bare().framed(nil)
		}
		if !pack.Valid(p) {
			return fmt.Errorf("chunk %d of %d is no pack", i, n)
		}
		switch {
		case c.used() == 0 || pack.Count(p) != c.len():
			return fmt.Errorf("chunk %d of %d has %d entries, says %d", i, n, pack.Count(p), c.n)
		case i > 0 && c.pos != l.dir.at(i-1).end():
			return fmt.Errorf("chunk %d of %d begins at %d, not %d", i, n, c.pos, l.dir.at(i-1).end())
		}
	}
	for s, n := range slabs {
		if n != s.live {
			return fmt.Errorf("%d chunks in a slab of %d", n, s.live)
		}
	}
	if s := l.slab; s != nil && s.live == 0 {
		mem += cap(s.block)
	}
	if mem += l.spareMem(); mem != l.mem {
		return fmt.Errorf("%d bytes of blocks, counted %d", mem, l.mem)
	}
	for i := range l.dir.slots() {
		used := i >= l.dir.first && i < l.dir.first+n
		if c := l.dir.at(i - l.dir.first); !used && c.buf != nil {
			return fmt.Errorf("the free slot %d keeps a block", i)
		}
	}
	return nil
}
