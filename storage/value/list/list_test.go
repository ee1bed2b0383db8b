package list

import (
	"strconv"
	"strings"
	"testing"

	"redstart/storage/value/pack"
)

// filled is a list of n elements, each made by f.
func filled(t testing.TB, setting int64, n int, f func(i int) string) *holder {
	t.Helper()
	h := &holder{}
	for i := range n {
		v := f(i)
		h.edit(setting, func(e *Edit) {
			e.Expect([]byte(v))
			e.Push(false, []byte(v))
		})
		h.model = append(h.model, v)
	}
	return h
}

func (h *holder) encoding() string {
	if l := h.list(); l != nil {
		return l.Encoding()
	}
	return "listpack"
}

// TestConversion has the numbers of elements at which Redis 8.0.2 makes a quicklist of a listpack, pushing, and a listpack of it again,
// popping, and the nodes in between.
func TestConversion(t *testing.T) {
	for _, tt := range []struct {
		setting   int64
		size      int // bytes of each element
		quick     int // elements of the first quicklist
		listpack  int // elements of the next listpack, popped from the back
		popped    int // popped from the front, of a list of 3000; 0: not asked
		nodesFull int // nodes of a list of 2000; 0: not asked
	}{
		{-2, 10, 683, 340, 275, 3},
		{-2, 100, 80, 39, 0, 0},
		{-2, 8185, 2, 0, 0, 0},
		{-2, 8186, 1, 0, 0, 0},
		{-1, 20, 186, 92, 0, 0},
		{-5, 20, 2979, 1489, 0, 0},
		{-100, 20, 2979, 1489, 0, 0},
		{0, 20, 2, 0, 0, 2000},
		{1, 20, 2, 0, 0, 2000},
		{2, 20, 3, 1, 0, 1000},
		{3, 10, 4, 1, 0, 667},
		{3, 4000, 3, 1, 0, 0},
		{3, 8190, 1, 0, 0, 0},
		{7, 10, 8, 3, 0, 0},
		{8, 10, 9, 4, 0, 0},
		{1000000, 20, 373, 372, 0, 0},
	} {
		t.Run(strconv.FormatInt(tt.setting, 10)+" of "+strconv.Itoa(tt.size), func(t *testing.T) {
			v := func(int) string { return strings.Repeat("x", tt.size) }
			h := &holder{}
			n := 0
			for ; h.r.IsNil() || h.encoding() == "listpack"; n++ {
				h.edit(tt.setting, func(e *Edit) {
					e.Expect([]byte(v(0)))
					e.Push(false, []byte(v(0)))
				})
			}
			if n != tt.quick {
				t.Errorf("a quicklist with %d elements, not %d", n, tt.quick)
			}
			if got := h.pop(tt.setting, false); got != tt.listpack {
				t.Errorf("a listpack with %d elements, not %d", got, tt.listpack)
			}
			if tt.popped > 0 {
				if got := filled(t, tt.setting, 3000, v).pop(tt.setting, true); got != tt.popped {
					t.Errorf("popped from the front, a listpack with %d elements, not %d", got, tt.popped)
				}
			}
			if tt.nodesFull > 0 {
				if got := filled(t, tt.setting, 2000, v).list().Nodes(); got != tt.nodesFull {
					t.Errorf("%d nodes, not %d", got, tt.nodesFull)
				}
			}
		})
	}
}

// pop pops elements until the list is a listpack, and returns how many it has then.
func (h *holder) pop(setting int64, front bool) (n int) {
	for !h.r.IsNil() && h.encoding() == "quicklist" {
		h.edit(setting, func(e *Edit) {
			e.Drop(front, 1)
			e.Shrink()
			n = e.Len()
		})
	}
	return n
}

// A list of a million elements takes hardly more than their bytes, and one that has been popped from gives its memory back.
func TestMemory(t *testing.T) {
	h := filled(t, -2, 100000, func(i int) string { return "element:" + strconv.Itoa(100000+i) })
	l := h.list()
	const bytes = 100000 * 16
	if l.Mem() > bytes+bytes/50 {
		t.Errorf("%d bytes for %d of elements", l.Mem(), bytes)
	}
	before := l.Mem()
	h.edit(-2, func(e *Edit) {
		e.Drop(true, 40000)
		e.Drop(false, 40000)
		e.Shrink()
	})
	if l.Mem() > before/5*2 { // the slabs at both ends have other chunks yet
		t.Errorf("%d bytes of %d are left for a fifth of the elements", l.Mem(), before)
	}
	h.edit(-2, func(e *Edit) { e.Drop(true, 15000); e.Shrink() })
	if l.Mem() > before/10 {
		t.Errorf("%d bytes of %d are left for a twentieth of the elements", l.Mem(), before)
	}
	h.edit(-2, func(e *Edit) { e.Drop(true, 4990); e.Shrink() })
	if !h.r.Packed() {
		t.Error("ten elements are not packed")
	}
}

// A queue that is pushed at one end and popped at the other neither grows nor takes memory from the heap for each element.
func TestQueue(t *testing.T) {
	for _, n := range []int{100, 400, 5000} {
		h := filled(t, -2, n, func(int) string { return "an element of the queue" })
		v := []byte("an element of the queue")
		before := h.list().Mem()
		allocs := testing.AllocsPerRun(20*n, func() {
			var e Edit
			e.Open(h.r, nil, -2)
			e.Push(true, v)
			e.Drop(false, 1)
		})
		if allocs > 0.1 {
			t.Errorf("%d elements: %v allocations", n, allocs)
		}
		if after := h.list().Mem(); after > before+before/2+16<<10 {
			t.Errorf("%d elements: %d bytes became %d", n, before, after)
		}
		if err := h.list().broken(); err != nil {
			t.Error(err)
		}
	}
}

func BenchmarkLindex(b *testing.B) {
	h := filled(b, -2, 1_000_000, func(i int) string { return "element:" + strconv.Itoa(i) })
	v := Of(h.r)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		var e pack.Entry
		if e = v.At(499_000 + i%2000); e.Bytes == nil {
			b.Fatal("no element")
		}
		i += 7
	}
}
