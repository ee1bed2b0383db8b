package storage

import "redstart/storage/table"

// The write path. Every change goes through SetString, StorePacked, StoreObject (value.go), Move, Copy, Resize, Unshare with Changed,
// Delete or SetExpire, which keep all the books: bytes, keys with a time to live, the order of use, the snapshot, the count of changes and the listeners.

// SetString makes key hold value and nothing else; expireAt is Unix ms, 0 for no time to live. It copies both.
func (tx *Tx) SetString(key, value []byte, expireAt int64, ev Event) {
	sh, h := tx.at(key)
	tx.db.before(sh)
	old := tx.live(sh, h, key)
	if tx.journal != nil {
		c := tx.save(sh, h, key, old)
		c.rewritten, c.given = true, expireAt != 0
		tx.put(sh, h, old, table.NewString(key, value, tx.lasting(expireAt), tx.fresh()))
		tx.changed(key, ev)
		return
	}
	if old.IsNil() || old.Kind() != table.KindString { // a packed value would keep its kind
		tx.put(sh, h, old, table.NewString(key, value, expireAt, tx.fresh()))
		tx.changed(key, ev)
		return
	}
	had := old.ExpireAt()
	if old.SetExpireAt(expireAt) {
		if old.Overwrite(value) {
			if had|expireAt != 0 {
				sh.timing(had != 0, expireAt)
			}
			tx.touch(old)
			tx.changed(key, ev)
			return
		}
		old.SetExpireAt(had)
	}
	tx.put(sh, h, old, table.NewString(key, value, expireAt, tx.fresh()))
	tx.changed(key, ev)
}

// Move makes key hold what r, a record of another key or database that was deleted before, holds, with r's time to live and access
// clock. Under max-keys the order of the two matters; the record that Delete returns stays valid.
func (tx *Tx) Move(key []byte, r table.Record, ev Event) { tx.renew(key, r.WithKey(key), ev) }

// Copy is Move for a record that stays: the two share nothing.
func (tx *Tx) Copy(key []byte, r table.Record, ev Event) {
	tx.renew(key, copyOf(r, key), ev)
}

// renew is store for a key that counts as new even if it replaces another.
func (tx *Tx) renew(key []byte, n table.Record, ev Event) {
	sh, h := tx.at(key)
	old := tx.live(sh, h, key)
	tx.db.before(sh)
	if tx.journal != nil {
		c := tx.save(sh, h, key, old)
		c.rewritten, c.given, c.carried = true, n.HasExpire(), tx.origin == nil
	}
	tx.put(sh, h, old, n)
	if !old.IsNil() {
		tx.added(key)
	}
	tx.changed(key, ev)
}

// Resize gives the string r of key at least length bytes, zero-filled, with room for reserve bytes in all, and returns the record
// that now stands for the key, to be written through Value. The caller reports the change with Changed.
func (tx *Tx) Resize(key []byte, r table.Record, length, reserve int) table.Record {
	sh, h := tx.at(key)
	tx.db.before(sh)
	if tx.journal != nil {
		tx.saveApart(sh, h, key, r, max(length, reserve))
	}
	before := int64(r.Size())
	n := r.Grow(length, reserve)
	if n != r {
		sh.t.Replace(h, r, n)
	}
	n.SetRaw(true)
	sh.settle(tx.ks, int64(n.Size())-before)
	return n
}

// Unshare must be called before r's bytes are changed in place without Resize: a snapshot under way saves them first.
func (tx *Tx) Unshare(key []byte) {
	sh, h := tx.at(key)
	tx.db.before(sh)
	if tx.journal != nil {
		tx.saveApart(sh, h, key, sh.t.Get(h, key), 0)
	}
}

// Changed reports a change that was made in place.
func (tx *Tx) Changed(key []byte, ev Event) {
	tx.at(key)
	tx.changed(key, ev)
}

// Delete removes key and returns the record it had, which stays readable; nil when it had none.
func (tx *Tx) Delete(key []byte, ev Event) table.Record {
	sh, h := tx.at(key)
	r := tx.live(sh, h, key)
	if r.IsNil() {
		return r
	}
	if tx.journal != nil {
		tx.save(sh, h, key, r)
		tx.db.take(sh, h, key)
	} else {
		tx.db.unlink(sh, h, key)
	}
	tx.changed(key, ev)
	return r
}

// SetExpire gives key a time to live that ends at at (Unix ms); 0 removes it. A time that has passed is stored as any other: a
// command deletes the key instead. It does nothing, and reports nothing, when the key does not exist. Records of the key that
// were looked up before are no longer valid.
func (tx *Tx) SetExpire(key []byte, at int64, ev Event) {
	sh, h := tx.at(key)
	old := tx.live(sh, h, key)
	if old.IsNil() {
		return
	}
	tx.db.before(sh)
	if tx.journal != nil {
		c := tx.save(sh, h, key, old)
		c.given, c.carried = at != 0, false
	}
	tx.expire(sh, h, old, at)
	tx.changed(key, ev)
}

// expire sets when the key of the record old expires.
func (tx *Tx) expire(sh *shard, h uint64, old table.Record, at int64) {
	had := old.ExpireAt() != 0
	if !old.SetExpireAt(at) {
		before := int64(old.Size())
		n := old.WithExpire(at)
		sh.t.Replace(h, old, n)
		sh.settle(tx.ks, int64(n.Size())-before)
	}
	sh.timing(had, at)
}

// put inserts n in place of old, which may be nil.
func (tx *Tx) put(sh *shard, h uint64, old, n table.Record) {
	var delta int64
	had, fielded := false, tracked(old)
	if old.IsNil() {
		sh.t.Put(h, tx.ks.seed, n)
		if sh.most != 0 && sh.t.Len() > int(sh.most) {
			tx.ks.crowded(sh.home)
		}
		if tx.db.recent != nil && tx.journal == nil {
			tx.entered(n.Key(), n.Size())
		}
		tx.added(n.Key())
	} else {
		had = old.ExpireAt() != 0
		if tx.ks.lfu.on || tx.NoTouch {
			n.SetClock(old.Clock())
		}
		sh.t.Replace(h, old, n)
		delta = -int64(old.Size())
		tx.touch(n)
	}
	sh.timing(had, n.ExpireAt())
	if fielded || tracked(n) {
		sh.fielding(fielded, n)
	}
	sh.settle(tx.ks, delta+int64(n.Size()))
}

// changed counts and tells of a change of the key that at was asked for last.
func (tx *Tx) changed(key []byte, ev Event) {
	tx.dirty++
	if tx.journal != nil {
		tx.journal.writes++
	} else {
		tx.sh.writes++
	}
	tx.Notify(key, ev)
}

// added tells of a new key.
func (tx *Tx) added(key []byte) {
	if tx.journal != nil {
		tx.hold(newsAdded, key, "")
	} else if f := tx.ks.opts.Added; f != nil {
		f(tx.db.id, key)
	}
}

// fresh is the access clock of a new key.
func (tx *Tx) fresh() uint32 {
	if tx.ks.lfu.on {
		return lfuFresh(tx.now)
	}
	return tx.lru
}
