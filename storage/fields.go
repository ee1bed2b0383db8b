package storage

import (
	"math"

	"redstart/storage/table"
	"redstart/storage/value/hash"
)

// The fields of a hash may have times to live of their own. Those whose time has come are removed when a command looks the hash up, all at
// once, so that it never sees them; and by the sweep, some at a time. A hash that has lost its last field goes.

// sweepFields is how many fields of one hash a sweep removes while it holds the shard.
const sweepFields = 64

// tracked says whether r, which may be nil, is a hash with fields that expire.
func tracked(r table.Record) bool {
	return !r.IsNil() && r.Kind() == table.KindHash && hash.Tracked(r)
}

// fielding keeps the books of hashes with fields that expire: had says whether the key held one, r is what it holds now, nil for
// nothing.
func (sh *shard) fielding(had bool, r table.Record) {
	if had {
		sh.fielded--
	}
	if tracked(r) {
		sh.fielded++
		sh.dueAt(hash.Due(r))
	}
	sh.idle()
}

// fielding is shard.fielding for a record that was changed in place.
func (tx *Tx) fielding(key []byte, had bool, r table.Record) {
	if had || tracked(r) {
		sh, _ := tx.at(key)
		sh.fielding(had, r)
	}
}

// expireFields returns what is left of the hash r of key, which may be nil, when the fields whose time has come are gone. While the log
// is replayed it says itself when they went.
func (tx *Tx) expireFields(key []byte, r table.Record) table.Record {
	if !tracked(r) || tx.Replay {
		return r
	}
	if due := hash.Due(r); due == 0 || due >= tx.now {
		return r
	}
	sh, h := tx.at(key)
	left, _ := tx.db.expireFields(sh, h, r, tx.now, math.MaxInt)
	return left
}

// expireFields removes up to most fields of the hash r whose time has come, and r itself when none is left, and tells the listeners. It
// returns the record that stands for the key now, and how many went. The caller holds the shard.
func (db *DB) expireFields(sh *shard, h uint64, r table.Record, now int64, most int) (left table.Record, n int) {
	db.before(sh)
	ks, key := db.ks, r.Key()
	var v hash.Hash
	v.Open(r, nil, hash.Limits{})
	n = v.Expire(now, most, func(name []byte) {
		if f := ks.opts.FieldExpired; f != nil {
			f(db.id, key, name)
		}
	})
	if n == 0 {
		return r, 0
	}
	ks.counters.fields.Add(int64(n))
	if v.Len() == 0 {
		db.tell(key, "hexpired")
		db.unlink(sh, h, key)
		db.tell(key, "del")
		return table.Record{}, n
	}
	left = db.keepFields(sh, h, r, &v)
	db.tell(key, "hexpired")
	return left, n
}

// keepFields stores the hash v, which has lost fields, in the place of r, and returns its record.
func (db *DB) keepFields(sh *shard, h uint64, r table.Record, v *hash.Hash) table.Record {
	before := r.Size()
	n := r
	if p, form, ok := v.Packed(); !ok {
		r.SetMem(v.Object().Mem())
	} else if !r.Repack(form, p) {
		n = table.NewPacked(table.KindHash, form, r.Key(), p, r.ExpireAt(), r.Clock())
		sh.t.Replace(h, r, n)
	}
	sh.settle(db.ks, int64(n.Size()-before))
	if db.recent != nil {
		db.recent.resized(n.Key(), int64(n.Size()-before))
	}
	return n
}

// tell reports a change that no command made.
func (db *DB) tell(key []byte, ev Event) {
	if f := db.ks.opts.Changed; f != nil {
		f(db.id, key, ev, 0)
	}
}
