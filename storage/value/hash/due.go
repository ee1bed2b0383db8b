package hash

import (
	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// Tracked says whether the hash in a record has fields with a time, or once had: those that the sweep must know of.
func Tracked(r table.Record) bool {
	if r.Packed() {
		return r.Form() == formTimed
	}
	return r.Object().(*large).tracked
}

// Due returns a time, Unix ms, before which no field of the hash in a record expires; 0 when none has a time.
func Due(r table.Record) int64 {
	if !r.Packed() {
		return r.Object().(*large).due.first()
	}
	if r.Form() != formTimed {
		return 0
	}
	h := Of(r)
	var first int64
	h.Each(func(_, _ pack.Entry, at int64) bool {
		first = at
		return false
	})
	return first
}

// Expire removes up to most fields whose time is before now, Unix ms, and calls gone with each, its name valid during the call. It
// returns how many they were; the hash may be empty then.
func (h *Hash) Expire(now int64, most int, gone func(name []byte)) int {
	if h.large != nil {
		return h.large.expire(now, most, gone)
	}
	n := 0
	var room [20]byte
	h.Each(func(name, _ pack.Entry, at int64) bool {
		if at == 0 || at >= now || n == most {
			return false
		}
		gone(text(name, &room))
		n++
		return true
	})
	if n > 0 {
		h.removePacked(0, n)
	}
	return n
}

func (l *large) expire(now int64, most int, gone func(name []byte)) (n int) {
	for n < most && len(l.due) > 0 && l.due[0].at < now {
		d := l.due.pop()
		if f, ok := l.holds(d); ok {
			l.remove(f)
			gone(f.r.Key())
			n++
		}
	}
	if len(l.due) == 0 {
		l.due = nil
	}
	return n
}

// dueHeap holds the times of a hash's fields, the earliest first. Nothing is taken out when a field goes or its time changes: an entry
// that its field does not agree with is passed over, and when they are too many, dropped.
type dueHeap []dueField

type dueField struct {
	at int64
	r  table.Record
}

const (
	dueFieldBytes = 16
	dueSlack      = 16 // entries that a heap may have too many besides as many as it needs
)

// remember adds the time of a field.
func (l *large) remember(at int64, r table.Record) {
	if len(l.due) >= 2*l.timed+dueSlack {
		l.compact()
	}
	l.due = append(l.due, dueField{at, r})
	l.due.up(len(l.due) - 1)
}

// holds returns the field that an entry of the heap is about, if it has not changed since.
func (l *large) holds(d dueField) (Field, bool) {
	name := d.r.Key()
	f := Field{hash: l.hash(name), r: d.r, At: d.at, found: true}
	return f, d.r.ExpireAt() == d.at && l.t.Get(f.hash, name) == d.r
}

// compact drops the entries that no field agrees with, and second ones.
func (l *large) compact() {
	kept := l.due[:0]
	seen := make(map[table.Record]struct{}, l.timed)
	for _, d := range l.due {
		if _, ok := l.holds(d); !ok {
			continue
		}
		if _, twice := seen[d.r]; twice {
			continue
		}
		seen[d.r] = struct{}{}
		kept = append(kept, d)
	}
	clear(l.due[len(kept):])
	l.due = kept
	for i := len(kept)/2 - 1; i >= 0; i-- {
		kept.down(i)
	}
}

// first is the earliest time, 0 when there is none.
func (d dueHeap) first() int64 {
	if len(d) == 0 {
		return 0
	}
	return d[0].at
}

func (d dueHeap) mem() int { return cap(d) * dueFieldBytes }

// pop takes the first entry out.
func (d *dueHeap) pop() dueField {
	h := *d
	first, last := h[0], len(h)-1
	h[0] = h[last]
	h[last] = dueField{}
	*d = h[:last]
	d.down(0)
	return first
}

func (d dueHeap) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if d[parent].at <= d[i].at {
			return
		}
		d[parent], d[i] = d[i], d[parent]
		i = parent
	}
}

func (d dueHeap) down(i int) {
	for {
		kid := 2*i + 1
		if kid >= len(d) {
			return
		}
		if kid+1 < len(d) && d[kid+1].at < d[kid].at {
			kid++
		}
		if d[i].at <= d[kid].at {
			return
		}
		d[i], d[kid] = d[kid], d[i]
		i = kid
	}
}
