package stream

// Delivery is what is known of an entry that a consumer has been given and not acknowledged.
type Delivery struct {
	Time     int64 // of the last delivery, Unix ms
	Count    int64 // of deliveries
	Consumer *Consumer
}

// bytes is what a delivery takes in the tree of its group.
func (Delivery) bytes() int { return 24 }

// member is an entry in the tree of a consumer, which only knows that it is there.
type member struct{}

func (member) bytes() int { return 0 }

// Pending is the number of entries that the group has given out.
func (g *Group) Pending() int { return g.pending.n }

// Delivery finds what is known of a pending entry; nil: it is not pending. It is valid until the group's pending entries change.
func (g *Group) Delivery(id ID) *Delivery {
	if p := g.pending.at(id); p.ok() {
		return p.value()
	}
	return nil
}

// Deliver makes the entry id pending at c, whoever had it. What it returns is valid until the group's pending entries change.
func (g *Group) Deliver(id ID, c *Consumer, time, count int64) *Delivery {
	p := g.pending.at(id)
	if p.ok() {
		if old := p.value().Consumer; old != c {
			old.pending.remove(id)
			c.pending.put(id, member{})
		}
		*p.value() = Delivery{time, count, c}
		return p.value()
	}
	g.pending.put(id, Delivery{time, count, c})
	c.pending.put(id, member{})
	return g.pending.at(id).value()
}

// Ack ends the wait for the entry id and reports whether it was pending.
func (g *Group) Ack(id ID) bool {
	p := g.pending.at(id)
	if !p.ok() {
		return false
	}
	p.value().Consumer.pending.remove(id)
	g.pending.remove(id)
	return true
}

// Waiting walks over pending entries in the order of their IDs.
type Waiting struct {
	group *Group
	own   bool // those of a consumer
	all   place[Delivery]
	some  place[member]
}

// From is the walk over the group's pending entries that begins at id.
func (g *Group) From(id ID) Waiting { return Waiting{group: g, all: g.pending.from(id)} }

// Of is From for the entries that are pending at c.
func (g *Group) Of(c *Consumer, id ID) Waiting {
	return Waiting{group: g, own: true, some: c.pending.from(id)}
}

// OK reports whether there is a pending entry at this place.
func (w *Waiting) OK() bool { return w.all.ok() || w.some.ok() }

// ID is the entry's.
func (w *Waiting) ID() ID {
	if w.own {
		return w.some.key()
	}
	return w.all.key()
}

// Delivery is what is known of it.
func (w *Waiting) Delivery() *Delivery {
	if w.own {
		return w.group.Delivery(w.some.key())
	}
	return w.all.value()
}

// Next goes to the next place. Nothing may have been made pending or been acknowledged since From.
func (w *Waiting) Next() {
	if w.own {
		w.some = w.some.next()
	} else {
		w.all = w.all.next()
	}
}

// FirstPending is the least ID of a pending entry; false: there is none.
func (g *Group) FirstPending() (ID, bool) {
	p := g.pending.least()
	if !p.ok() {
		return ID{}, false
	}
	return p.key(), true
}

// LastPending is the greatest ID of a pending entry; false: there is none.
func (g *Group) LastPending() (ID, bool) {
	p := g.pending.most()
	if !p.ok() {
		return ID{}, false
	}
	return p.key(), true
}
