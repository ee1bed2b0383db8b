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
	keys    map[noted]int64 // that have changed since Broadcast, and by which client; 0: none, or several
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
func (t *Table) stir(db int, key []byte, by int64) {
	for _, n := range t.lengths {
		if n > len(key) {
			break
		}
		p := t.prefixes[string(key[:n])]
		if p == nil {
			continue
		}
		if p.keys == nil {
			p.keys = map[noted]int64{}
			t.changed.Store(true)
		}
		n := noted{db, string(key)}
		if was, ok := p.keys[n]; !ok {
			p.keys[n] = by
		} else if was != by {
			p.keys[n] = 0
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
	changes := slices.SortedFunc(maps.Keys(p.keys), func(a, b noted) int { return strings.Compare(a.name, b.name) })
	names := namesOf(changes, func(noted) bool { return true })
	whole := false // forms is the message with all names
	for _, m := range p.members {
		if !m.c.Any(client.NoLoop | client.Restricted) {
			if !whole {
				t.forms.begin(names...)
				whole = true
			}
			t.send(m)
			continue
		}
		quiet := m.c.Has(client.NoLoop)
		some := namesOf(changes, func(n noted) bool { return !(quiet && p.keys[n] == m.c.ID) && t.sees(m, n.db) })
		if len(some) > 0 {
			t.forms.begin(some...)
			whole = false
			t.send(m)
		}
	}
}

// namesOf is the names, each once, of the changes that are wanted, which are sorted by name.
func namesOf(changes []noted, wanted func(noted) bool) []string {
	names := make([]string, 0, len(changes))
	for _, n := range changes {
		if wanted(n) && (len(names) == 0 || names[len(names)-1] != n.name) {
			names = append(names, n.name)
		}
	}
	return names
}
