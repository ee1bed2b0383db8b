package storage

import "redstart/storage/table"

// The write path. Every change goes through SetString, Put, Clone, Resize, Unshare with Changed, Delete or SetExpire, which keep
// all the books: bytes, keys with a time to live, the order of use, the snapshot, the count of changes and the listeners.

// SetString makes key hold value and nothing else; expireAt is Unix ms, 0 for no time to live. It copies both.
func (tx *Tx) SetString(key, value []byte, expireAt int64, ev Event) {
	sh, h := tx.at(key)
	tx.db.before(sh)
	old := tx.live(sh, h, key)
	if old.IsNil() || old.Kind() != table.KindString {
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

// Put makes key hold the object v of a type other than string; expireAt is Unix ms, 0 for none.
func (tx *Tx) Put(key []byte, kind table.Kind, v any, expireAt int64, ev Event) {
	sh, h := tx.at(key)
	tx.db.before(sh)
	tx.put(sh, h, tx.live(sh, h, key), table.NewObject(kind, key, v, expireAt, tx.fresh()))
	tx.changed(key, ev)
}

// Clone makes key hold what r, a record of another key or database, holds, with r's time to live and access clock. Strings are
// copied; an object is shared with r, so the caller passes one that it owns. To rename a key, delete it first: under max-keys
// the order matters, and the record that Delete returns stays valid.
func (tx *Tx) Clone(key []byte, r table.Record, ev Event) {
	sh, h := tx.at(key)
	tx.db.before(sh)
	var n table.Record
	if r.Kind() == table.KindString {
		n = table.NewString(key, r.Value(), r.ExpireAt(), r.Clock())
		n.SetRaw(r.Raw())
		n.SetText(r.Text())
	} else {
		n = table.NewObject(r.Kind(), key, r.Object(), r.ExpireAt(), r.Clock())
	}
	tx.put(sh, h, tx.live(sh, h, key), n)
	tx.changed(key, ev)
}

// Resize gives the string r of key at least length bytes, zero-filled, with room for reserve bytes in all, and returns the record
// that now stands for the key, to be written through Value. The caller reports the change with Changed.
func (tx *Tx) Resize(key []byte, r table.Record, length, reserve int) table.Record {
	sh, h := tx.at(key)
	tx.db.before(sh)
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
	sh, _ := tx.at(key)
	tx.db.before(sh)
}

// Changed reports a change that was made in place.
func (tx *Tx) Changed(key []byte, ev Event) { tx.changed(key, ev) }

// Delete removes key and returns the record it had, which stays readable; nil when it had none.
func (tx *Tx) Delete(key []byte, ev Event) table.Record {
	sh, h := tx.at(key)
	r := tx.live(sh, h, key)
	if r.IsNil() {
		return r
	}
	tx.db.unlink(sh, h, key)
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
	had := old.ExpireAt() != 0
	if !old.SetExpireAt(at) {
		before := int64(old.Size())
		n := old.WithExpire(at)
		sh.t.Replace(h, old, n)
		sh.settle(tx.ks, int64(n.Size())-before)
	}
	sh.timing(had, at)
	tx.changed(key, ev)
}

// put inserts n in place of old, which may be nil.
func (tx *Tx) put(sh *shard, h uint64, old, n table.Record) {
	var delta int64
	had := false
	if old.IsNil() {
		sh.t.Put(h, tx.ks.seed, n)
		if tx.db.recent != nil {
			tx.entered(n.Key())
		}
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
	sh.settle(tx.ks, delta+int64(n.Size()))
}

func (tx *Tx) changed(key []byte, ev Event) {
	tx.dirty++
	if f := tx.ks.opts.Changed; f != nil {
		f(tx.db.id, key, ev)
	}
}

// fresh is the access clock of a new key.
func (tx *Tx) fresh() uint32 {
	if tx.ks.lfu.on {
		return lfuFresh(tx.now)
	}
	return tx.lru
}
