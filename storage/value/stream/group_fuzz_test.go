package stream

import (
	"slices"
	"testing"
)

// modelDelivery is what the naive model knows of a pending entry.
type modelDelivery struct {
	consumer    string
	time, count int64
}

// FuzzGroup compares a group's pending entries with a map.
func FuzzGroup(f *testing.F) {
	for seed := range 6 {
		var b []byte
		for i := range 900 {
			b = append(b, byte((i*i+seed*31)>>2), byte(i*(seed+1)))
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &chooser{data[:min(len(data), 6000)]}
		s := New()
		g := s.AddGroup([]byte("group"), ID{}, Unread)
		model := map[ID]modelDelivery{}
		names := []string{"a", "b", "consumer"}
		for step := int64(0); len(c.data) > 0; step++ {
			op, id, name := c.byte(), ID{uint64(c.byte()), uint64(c.byte() % 4)}, names[c.byte()%3]
			switch {
			case op%8 < 4:
				w := g.Consumer([]byte(name))
				if w == nil {
					w = g.AddConsumer([]byte(name), step)
				}
				if d := g.Deliver(id, w, step, step+1); d.Time != step || d.Consumer != w {
					t.Fatalf("Deliver returns %+v", d)
				}
				model[id] = modelDelivery{name, step, step + 1}
			case op == 255:
				n, ok := g.RemoveConsumer([]byte(name))
				for id, d := range model {
					if d.consumer == name {
						n--
						delete(model, id)
					}
				}
				if n != 0 || ok && g.Consumer([]byte(name)) != nil {
					t.Fatalf("RemoveConsumer is wrong by %d", n)
				}
			default:
				_, want := model[id]
				if g.Ack(id) != want {
					t.Fatalf("Ack(%v) is not %v", id, want)
				}
				delete(model, id)
			}
		}
		checkGroup(t, s, g, model)
		copied := s.Clone().(*Stream)
		if s.RemoveGroup([]byte("group")); s.Mem() != streamBytes+cap(s.tail.data) {
			t.Fatalf("without groups: %d bytes", s.Mem())
		}
		checkGroup(t, copied, copied.Group([]byte("group")), model)
	})
}

func checkGroup(t *testing.T, s *Stream, g *Group, model map[ID]modelDelivery) {
	t.Helper()
	ids := make([]ID, 0, len(model))
	for id := range model {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, ID.Compare)
	walk := func(w Waiting, consumer string) {
		for _, id := range ids {
			d := model[id]
			if consumer != "" && d.consumer != consumer {
				continue
			}
			if !w.OK() || w.ID() != id || w.Delivery().Time != d.time || w.Delivery().Count != d.count || w.Delivery().Consumer.Name != d.consumer {
				t.Fatalf("%q: %v is not where it should be", consumer, id)
			}
			w.Next()
		}
		if w.OK() {
			t.Fatalf("%q: %v too much", consumer, w.ID())
		}
	}
	walk(g.From(ID{}), "")
	pending := 0
	for _, c := range g.Consumers() {
		walk(g.Of(c, ID{}), c.Name)
		pending += c.Pending()
	}
	if pending != len(model) || g.Pending() != len(model) {
		t.Fatalf("%d and %d pending, want %d", pending, g.Pending(), len(model))
	}
	if want := s.counted(); s.Mem() != want {
		t.Fatalf("Mem is %d, counted are %d", s.Mem(), want)
	}
}
