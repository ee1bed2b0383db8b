package track

import (
	"maps"
	"slices"
	"strings"

	"redstart/server/client"
)

// prefix is how keys begin that somebody hears of.
type prefix struct {
	members []*member
	keys    map[string]int64 // that have changed since Broadcast, and by which client; 0: none, or several
}

// Overlap is two prefixes of one client of which one begins with the other. Existing: Other is one that the client had before.
type Overlap struct {
	Prefix, Other string
	Existing      bool
}

// Overlapping finds prefixes among those that c has and is to get that overlap.
func (t *Table) Overlapping(c *client.Client, prefixes []string) (o Overlap, found bool) {
	has := t.Prefixes(c)
	for i, p := range prefixes {
		for _, q := range has {
			if overlap(p, q) {
				return Overlap{p, q, true}, true
			}
		}
		for _, q := range prefixes[i+1:] {
			if overlap(p, q) {
				return Overlap{p, q, false}, true
			}
		}
	}
	return o, false
}

func overlap(p, q string) bool { return strings.HasPrefix(p, q) || strings.HasPrefix(q, p) }

// join makes m hear of a prefix. The caller holds mu.
func (t *Table) join(m *member, name string) {
	at, has := slices.BinarySearch(m.prefixes, name)
	if has {
		return
	}
	m.prefixes = slices.Insert(m.prefixes, at, name)
	p := t.prefixes[name]
	if p == nil {
		p = &prefix{}
		if t.prefixes == nil {
			t.prefixes = map[string]*prefix{}
		}
		t.prefixes[name] = p
		t.measure()
	}
	p.members = append(p.members, m)
}

// part ends what join began, but leaves m.prefixes. The caller holds mu.
func (t *Table) part(m *member, name string) {
	p := t.prefixes[name]
	i := slices.Index(p.members, m)
	if p.members = slices.Delete(p.members, i, i+1); len(p.members) == 0 {
		delete(t.prefixes, name)
		t.measure()
	}
}

// measure notes which lengths prefixes have.
func (t *Table) measure() {
	t.lengths = t.lengths[:0]
	for name := range t.prefixes {
		t.lengths = append(t.lengths, len(name))
	}
	slices.Sort(t.lengths)
	t.lengths = slices.Compact(t.lengths)
}

// stir notes a changed key for those who hear of its prefixes. The caller holds mu.
func (t *Table) stir(key []byte, by int64) {
	for _, n := range t.lengths {
		if n > len(key) {
			break
		}
		p := t.prefixes[string(key[:n])]
		if p == nil {
			continue
		}
		if p.keys == nil {
			p.keys = map[string]int64{}
			t.changed.Store(true)
		}
		if was, ok := p.keys[string(key)]; !ok {
			p.keys[string(key)] = by
		} else if was != by {
			p.keys[string(key)] = 0
		}
	}
}

// Broadcast tells those who hear of prefixes which keys have changed since the last time.
func (t *Table) Broadcast() {
	if !t.changed.Load() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.changed.Store(false)
	for _, name := range slices.Sorted(maps.Keys(t.prefixes)) {
		if p := t.prefixes[name]; p.keys != nil {
			t.broadcast(p)
			p.keys = nil
		}
	}
}

// broadcast tells all members of p. The caller holds mu.
func (t *Table) broadcast(p *prefix) {
	names := slices.Sorted(maps.Keys(p.keys))
	whole := false // forms is the message with all names
	for _, m := range p.members {
		switch others, some := p.others(m, names); {
		case some && len(others) == 0:
		case some:
			t.forms.begin(others...)
			whole = false
			t.send(m)
		default:
			if !whole {
				t.forms.begin(names...)
				whole = true
			}
			t.send(m)
		}
	}
}

// others are the names that m is to hear of; false: all.
func (p *prefix) others(m *member, names []string) (others []string, some bool) {
	if !m.c.Has(client.NoLoop) {
		return nil, false
	}
	for _, name := range names {
		if p.keys[name] != m.c.ID {
			others = append(others, name)
		}
	}
	return others, len(others) < len(names)
}
