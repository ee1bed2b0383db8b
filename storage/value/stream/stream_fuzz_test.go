package stream

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// modelEntry is an entry of the naive model that streams are compared with.
type modelEntry struct {
	id    ID
	pairs []string
}

// chooser takes decisions from the fuzzer's bytes.
type chooser struct{ data []byte }

func (c *chooser) byte() int {
	if len(c.data) == 0 {
		return 0
	}
	b := c.data[0]
	c.data = c.data[1:]
	return int(b)
}

// values that meet every way of packing.
var values = []string{
	"", "0", "7", "127", "128", "-1", "-4096", "4095", "4096", "-32768", "32768", "8388607", "-8388609", "2147483648",
	"9223372036854775807", "-9223372036854775808", "9223372036854775808", "007", "-0", "+1", "-", "a", "field", "value",
	string(bytes.Repeat([]byte("x"), 63)), string(bytes.Repeat([]byte("y"), 64)), string(bytes.Repeat([]byte("z"), 5000)),
}

func (c *chooser) pairs() []string {
	n := 1 + c.byte()%3
	if c.byte()%4 > 0 {
		n = 2
	}
	p := make([]string, 0, 2*n)
	for i := range n {
		name := fmt.Sprint("name", i)
		if c.byte()%8 == 0 {
			name = values[c.byte()%len(values)]
		}
		p = append(p, name, values[c.byte()%len(values)])
	}
	return p
}

func (c *chooser) after(id ID) ID {
	switch c.byte() % 6 {
	case 0:
		return ID{id.MS + 1, 0}
	case 1:
		return ID{id.MS + uint64(c.byte())*300 + 1, 0}
	case 2:
		return ID{id.MS, id.Seq + uint64(c.byte()) + 1}
	case 3:
		return ID{id.MS + uint64(c.byte()) + 1, uint64(c.byte()) * 1000}
	case 4:
		return ID{id.MS + 1<<40, 1 << 60}
	}
	return ID{id.MS, id.Seq + 1}
}

func FuzzStream(f *testing.F) {
	for seed := range 8 {
		var b []byte
		for i := range 600 {
			b = append(b, byte((i+seed)*(i*7+13*seed)>>3))
		}
		f.Add(b, uint16(seed*40), uint8(seed*3))
	}
	f.Fuzz(func(t *testing.T, data []byte, maxBytes uint16, maxEntries uint8) {
		c := &chooser{data[:min(len(data), 4096)]}
		m := &modelled{t: t, s: New(), l: Limits{int64(maxBytes), int64(maxEntries)}}
		for len(c.data) > 0 {
			m.step(c)
		}
		m.check()
		m.s = m.s.Clone().(*Stream)
		m.check()
	})
}

// modelled is a stream with its model.
type modelled struct {
	t     *testing.T
	s     *Stream
	l     Limits
	model []modelEntry
}

func (m *modelled) step(c *chooser) {
	switch op := c.byte() % 16; {
	case op < 10:
		id, pairs := c.after(m.s.Last()), c.pairs()
		if !m.s.Last().Less(id) {
			return
		}
		words := make([][]byte, len(pairs))
		for i, p := range pairs {
			words[i] = []byte(p)
		}
		m.s.Append(id, words, m.l)
		m.model = append(m.model, modelEntry{id, pairs})
	case op < 13 && len(m.model) > 0:
		i := (c.byte()<<8 | c.byte()) % len(m.model)
		id := m.model[i].id
		if !m.s.Delete(id) || m.s.Delete(id) {
			m.t.Fatalf("Delete(%v) is wrong", id)
		}
		m.model = slices.Delete(m.model, i, i+1)
	case op == 13:
		m.trim(c)
	case op == 14:
		m.ranges(c)
	default:
		m.check()
	}
}

func (m *modelled) trim(c *chooser) {
	t := Trim{Approx: c.byte()%2 == 0, MaxLen: int64(c.byte())}
	if c.byte()%2 == 0 && len(m.model) > 0 {
		t.ByID, t.MinID = true, m.model[c.byte()%len(m.model)].id
	}
	n := 0
	if t.ByID {
		n = slices.IndexFunc(m.model, func(e modelEntry) bool { return !e.id.Less(t.MinID) })
	} else if int64(len(m.model)) > t.MaxLen {
		n = len(m.model) - int(t.MaxLen)
	}
	got := int(m.s.Trim(t))
	if got > n || !t.Approx && got != n {
		m.t.Fatalf("Trim(%+v) of %d removed %d, want %d", t, len(m.model), got, n)
	}
	m.model = slices.Delete(m.model, 0, got)
}

// ranges compares a walk in each direction.
func (m *modelled) ranges(c *chooser) {
	if len(m.model) == 0 {
		return
	}
	from, to := m.model[c.byte()%len(m.model)].id, m.model[len(m.model)-1-c.byte()%len(m.model)].id
	if c.byte()%3 == 0 {
		from, _ = from.Next()
	}
	if c.byte()%3 == 0 {
		to, _ = to.Prev()
	}
	var want []modelEntry
	for _, e := range m.model {
		if !e.id.Less(from) && !to.Less(e.id) {
			want = append(want, e)
		}
	}
	var cur Cursor
	cur.Range(m.s, from, to)
	m.compare(&cur, want)
	slices.Reverse(want)
	cur.Reverse(m.s, from, to)
	m.compare(&cur, want)
}

func (m *modelled) compare(cur *Cursor, want []modelEntry) {
	m.t.Helper()
	var e Entry
	i := 0
	for ; cur.Next(&e); i++ {
		if i >= len(want) {
			m.t.Fatalf("a walk gives %v too much", e.ID)
		}
		m.same(&e, want[i])
	}
	if i != len(want) {
		m.t.Fatalf("a walk gives %d entries, want %d", i, len(want))
	}
	if cur.Next(&e) {
		m.t.Fatal("a walk goes on after its end")
	}
}

func (m *modelled) same(e *Entry, want modelEntry) {
	m.t.Helper()
	id, got := e.ID, make([]string, 0, 2*e.Pairs())
	for range e.Pairs() {
		name, v := e.Next()
		if n := name.Size(); n != len(name.Append(nil)) {
			m.t.Fatalf("Size of %q: %d", name.Append(nil), n)
		}
		got = append(got, string(name.Append(nil)), string(v.Append(nil)))
	}
	if id != want.id || !slices.Equal(got, want.pairs) {
		m.t.Fatalf("entry %v %q, want %v %q", id, got, want.id, want.pairs)
	}
}

func (m *modelled) check() {
	m.t.Helper()
	s := m.s
	first := ID{}
	if len(m.model) > 0 {
		first = m.model[0].id
	}
	if s.Len() != len(m.model) || s.First() != first {
		m.t.Fatalf("%d entries from %v, want %d from %v", s.Len(), s.First(), len(m.model), first)
	}
	var cur Cursor
	cur.Range(s, ID{}, MaxID())
	m.compare(&cur, m.model)
	cur.Reverse(s, ID{}, MaxID())
	back := slices.Clone(m.model)
	slices.Reverse(back)
	m.compare(&cur, back)
	var e Entry
	for _, w := range m.model {
		if !s.Get(w.id, &e) {
			m.t.Fatalf("no entry %v", w.id)
		}
		m.same(&e, w)
		if next, ok := w.id.Next(); ok && s.Has(next) != slices.ContainsFunc(m.model, func(o modelEntry) bool { return o.id == next }) {
			m.t.Fatalf("Has(%v) is wrong", next)
		}
	}
	if want := s.counted(); s.Mem() != want {
		m.t.Fatalf("Mem is %d, counted are %d", s.Mem(), want)
	}
}

// counted is Mem, counted anew.
func (s *Stream) counted() int {
	n := streamBytes + cap(s.tail.data)
	if s.blocks.root != nil {
		n += s.blocks.root.sum()
	}
	for p := s.blocks.least(); p.ok(); p = p.next() {
		n += p.value().block.bytes()
	}
	for _, g := range s.groups {
		n += groupBytes + len(g.Name)
		if g.pending.root != nil {
			n += g.pending.root.sum()
		}
		for _, c := range g.consumers {
			n += consumerBytes + len(c.Name)
			if c.pending.root != nil {
				n += c.pending.root.sum()
			}
		}
	}
	return n
}
