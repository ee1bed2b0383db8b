package storage

import (
	"redstart/storage/table"
	"redstart/storage/value"
)

// journal is what a command has changed in a database with rules: for each key what it held before, and the events that nobody has heard of
// yet. Settle makes them known or takes the changes back.
type journal struct {
	changes []change
	index   map[string]int // into changes, once there are many
	events  []held
	armed   []Armed // by Settle, see Armed
	others  []*Tx   // that Other made
	all     []*Tx   // the Tx itself and others
	writes  int64   // to be counted
	room    room    // what secure has got
}

// change is one key that a command has changed.
type change struct {
	key  []byte // as the command gave it
	sh   *shard
	hash uint64

	// What it held before.
	rec    table.Record // nil: nothing. It may still be the record in the table
	at     int64        // when it expired
	size   int64        // Record.Size
	length int          // bytes of the value

	apart     bool // rec is a copy: what is in the table may be edited
	lost      bool // it was edited, and there is no copy, as the command cannot be refused
	rewritten bool // the value was replaced
	given     bool // a time to live was given
	carried   bool // which came with the value from another key of the database
}

// held is an event that nobody has heard of yet.
type held struct {
	what news
	key  []byte
	ev   Event
}

// news says which listener an event is for.
type news uint8

const (
	newsChanged news = iota
	newsAdded
	newsMissed
)

// Armed is a key that Settle has given the default time to live.
type Armed struct {
	DB  int
	Key []byte
	At  int64 // when it ends, Unix ms
}

// manyChanges is from how many changes on a journal has an index.
const manyChanges = 16

// record begins a journal. Nothing has been changed.
func (tx *Tx) record() {
	if tx.Replay || tx.journal != nil {
		return
	}
	if tx.kept == nil {
		tx.kept = &journal{}
	}
	tx.journal = tx.kept
}

// forget ends the journal.
func (tx *Tx) forget() {
	j := tx.journal
	tx.journal = nil
	j.room.release()
	clear(j.changes)
	clear(j.events)
	clear(j.others)
	clear(j.all)
	clear(j.armed)
	if cap(j.changes) > keepChanges || cap(j.events) > keepChanges {
		*j = journal{}
		return
	}
	j.changes, j.events, j.others, j.armed, j.index, j.writes = j.changes[:0], j.events[:0], j.others[:0], j.armed[:0], nil, 0
}

// keepChanges is how many changes a journal has room for that is kept.
const keepChanges = 256

// find returns the change of key, nil when there is none.
func (j *journal) find(key []byte) *change {
	if j.index != nil {
		if i, ok := j.index[string(key)]; ok {
			return &j.changes[i]
		}
		return nil
	}
	for i := range j.changes {
		if string(j.changes[i].key) == string(key) {
			return &j.changes[i]
		}
	}
	return nil
}

// add appends the change of a key that has none.
func (j *journal) add(c change) *change {
	j.changes = append(j.changes, c)
	last := len(j.changes) - 1
	switch {
	case j.index != nil:
		j.index[string(c.key)] = last
	case len(j.changes) == manyChanges:
		j.index = make(map[string]int, 2*manyChanges)
		for i := range j.changes {
			j.index[string(j.changes[i].key)] = i
		}
	}
	return &j.changes[last]
}

// save notes what key holds, now, before it is changed; nil: nothing. It returns the key's change, whose pointer is valid until the next save.
func (tx *Tx) save(sh *shard, h uint64, key []byte, now table.Record) *change {
	j := tx.journal
	if c := j.find(key); c != nil {
		return c
	}
	c := change{key: key, sh: sh, hash: h, rec: now}
	if !now.IsNil() {
		c.at, c.size, c.length = now.ExpireAt(), int64(now.Size()), lengthOf(now)
	}
	return j.add(c)
}

// saveApart is save for a key whose record is about to be edited in place. The value will have at most length bytes, if that is not 0.
func (tx *Tx) saveApart(sh *shard, h uint64, key []byte, now table.Record, length int) {
	c := tx.save(sh, h, key, now)
	if now.IsNil() || c.rec != now || c.apart || c.lost {
		return
	}
	if now.Size() > smallEdit && tx.secure(key, length) {
		c.lost = true
		return
	}
	c.rec, c.apart = copyOf(now, key), true
}

// smallEdit is up to how many bytes a record is copied without thinking.
const smallEdit = 1 << 10

// copyOf returns a copy of r for key, which shares nothing with it that may be edited.
func copyOf(r table.Record, key []byte) table.Record {
	n := r.WithKey(key)
	if !r.Packed() {
		o := r.Object().(value.Object).Clone()
		n = table.NewObject(r.Kind(), key, o, r.ExpireAt(), r.Clock())
		n.SetMem(o.Mem())
	}
	return n
}

// lengthOf is the size of a value as Rules.MaxValueBytes counts it.
func lengthOf(r table.Record) int {
	if r.Packed() {
		return len(r.Value())
	}
	return r.Object().(value.Object).Mem()
}

// hold keeps an event until the command is settled.
func (tx *Tx) hold(what news, key []byte, ev Event) {
	tx.journal.events = append(tx.journal.events, held{what, key, ev})
}

// deliver counts the writes and tells the events.
func (tx *Tx) deliver() {
	if j := tx.journal; j.writes > 0 && len(j.changes) > 0 {
		j.changes[0].sh.writes += j.writes
	}
	o := &tx.ks.opts
	for _, e := range tx.journal.events {
		switch {
		case e.what == newsChanged && o.Changed != nil:
			o.Changed(tx.db.id, e.key, e.ev, tx.By)
		case e.what == newsAdded && o.Added != nil:
			o.Added(tx.db.id, e.key)
		case e.what == newsMissed && o.Missed != nil:
			o.Missed(tx.db.id, e.key)
		}
	}
}

// restore takes all changes back.
func (tx *Tx) restore() {
	for i := range tx.journal.changes {
		tx.db.restore(&tx.journal.changes[i])
	}
	tx.dirty = 0
}

// restore makes a key hold again what it held before a command, which nobody hears of.
func (db *DB) restore(c *change) {
	sh, ks := c.sh, db.ks
	now := sh.t.Get(c.hash, c.key)
	if now == c.rec {
		if !now.IsNil() {
			had := now.ExpireAt() != 0
			now.SetExpireAt(c.at)
			sh.timing(had, c.at)
		}
		return
	}
	var delta int64
	had, fielded := false, false
	if !now.IsNil() {
		delta -= int64(now.Size())
		had, fielded = now.ExpireAt() != 0, tracked(now)
	}
	if !c.rec.IsNil() {
		c.rec.SetExpireAt(c.at)
	}
	switch {
	case now.IsNil():
		sh.t.Put(c.hash, ks.seed, c.rec)
	case c.rec.IsNil():
		sh.t.Delete(c.hash, ks.seed, c.key)
	default:
		sh.t.Replace(c.hash, now, c.rec)
	}
	if !c.rec.IsNil() {
		delta += int64(c.rec.Size())
	}
	sh.timing(had, c.at)
	if fielded || tracked(c.rec) {
		sh.fielding(fielded, c.rec)
	}
	sh.settle(ks, delta)
}
