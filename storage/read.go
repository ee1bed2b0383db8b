package storage

import "redstart/storage/table"

// Get looks a key up for reading: it counts a hit or a miss and notes the access. A key whose time has come is removed and not
// found.
func (tx *Tx) Get(key []byte) table.Record {
	sh, h := tx.at(key)
	r := tx.live(sh, h, key)
	if r.IsNil() {
		tx.missed(sh, key)
		return r
	}
	sh.hits++
	tx.touch(r)
	return r
}

// missed counts a look at a key that is not there.
func (tx *Tx) missed(sh *shard, key []byte) {
	sh.misses++
	tx.tellMissed(key)
}

// tellMissed tells of a look at a key that is not there.
func (tx *Tx) tellMissed(key []byte) {
	if tx.journal != nil {
		tx.hold(newsMissed, key, "")
	} else if f := tx.ks.opts.Missed; f != nil {
		f(tx.db.id, key)
	}
}

// Edit looks a key up for changing it: it notes the access but counts neither hit nor miss.
func (tx *Tx) Edit(key []byte) table.Record {
	sh, h := tx.at(key)
	r := tx.live(sh, h, key)
	if !r.IsNil() {
		tx.touch(r)
	}
	return r
}

// Peek looks a key up as EXISTS, TTL and TYPE do: the access is counted as a hit or miss but leaves the access clock alone.
func (tx *Tx) Peek(key []byte) table.Record {
	r := tx.Examine(key)
	if r.IsNil() {
		tx.tellMissed(key)
	}
	return r
}

// Examine is Peek that tells nobody of a miss (OBJECT).
func (tx *Tx) Examine(key []byte) table.Record {
	sh, h := tx.at(key)
	r := tx.live(sh, h, key)
	if r.IsNil() {
		sh.misses++
	} else {
		sh.hits++
	}
	return r
}

// Look looks a key up and leaves no trace: neither hits nor misses nor the access clock change (OBJECT, DEBUG OBJECT).
func (tx *Tx) Look(key []byte) table.Record {
	sh, h := tx.at(key)
	return tx.live(sh, h, key)
}

// String is Get for a string: ErrWrongType for another type. Missing: a nil record.
func (tx *Tx) String(key []byte) (table.Record, error) {
	return asString(tx.Get(key))
}

// EditString is Edit for a string: ErrWrongType for another type. Missing: a nil record.
func (tx *Tx) EditString(key []byte) (table.Record, error) {
	return asString(tx.Edit(key))
}

func asString(r table.Record) (table.Record, error) {
	if !r.IsNil() && r.Kind() != table.KindString {
		return table.Record{}, ErrWrongType
	}
	return r, nil
}

// live finds a key and removes it if it is there no longer.
func (tx *Tx) live(sh *shard, h uint64, key []byte) table.Record {
	r := sh.t.Get(h, key)
	if r.IsNil() || r.ExpireAt() == 0 && tx.db.recent == nil || tx.Replay {
		return r
	}
	if why, gone := tx.db.gone(r, tx.now, tx.lost); gone {
		tx.drop(sh, h, key, why)
		return table.Record{}
	}
	return r
}

// drop is DB.drop for a key that the command may have changed itself.
func (tx *Tx) drop(sh *shard, h uint64, key []byte, why Reason) {
	if tx.journal != nil && tx.journal.find(key) != nil {
		tx.db.take(sh, h, key)
		tx.db.left(key, why)
		return
	}
	tx.db.drop(sh, h, key, why)
}

// touch notes an access in the record's clock and in the order of use.
func (tx *Tx) touch(r table.Record) {
	if tx.NoTouch {
		return
	}
	if tx.db.recent != nil {
		tx.db.recent.used(r.Key())
	}
	switch {
	case tx.ks.lfu.on:
		r.SetClock(tx.ks.lfu.touch(r.Clock(), tx.now))
	case r.Clock() != tx.lru:
		r.SetClock(tx.lru)
	}
}
