package storage

import (
	"math/rand/v2"

	"redstart/storage/table"
	"redstart/storage/value"
)

// Values of types other than string: a small one is packed into the bytes of its record, a large one is a value.Object that the
// record refers to. A command looks a value up by Value or EditValue, changes an object in place or packed bytes in a copy, and
// stores the outcome, once, by StorePacked or StoreObject.

// Value is Get for a key of one kind: ErrWrongType for another. Missing: a nil record.
func (tx *Tx) Value(key []byte, kind table.Kind) (table.Record, error) {
	r := tx.Get(key)
	if !r.IsNil() && r.Kind() != kind {
		return table.Record{}, ErrWrongType
	}
	if kind == table.KindHash {
		r = tx.expireFields(key, r)
	}
	return r, nil
}

// EditValue is Value for changing: it counts neither hit nor miss, and a snapshot under way saves the value first, so that an
// object may then be changed in place.
func (tx *Tx) EditValue(key []byte, kind table.Kind) (table.Record, error) {
	r := tx.Edit(key)
	if r.IsNil() {
		return r, nil
	}
	if r.Kind() != kind {
		return table.Record{}, ErrWrongType
	}
	if kind == table.KindHash {
		if r = tx.expireFields(key, r); r.IsNil() {
			return r, nil
		}
	}
	sh, h := tx.at(key)
	tx.db.before(sh)
	if tx.journal != nil && !r.Packed() {
		tx.saveApart(sh, h, key, r, 0)
	}
	return r, nil
}

// StorePacked makes key hold the packed bytes p, which it copies. r is the record that was edited, whose time to live stays;
// the zero record for a new value, which replaces whatever key held and lives for ever.
func (tx *Tx) StorePacked(key []byte, r table.Record, kind table.Kind, form uint8, p []byte, ev Event) {
	tx.at(key)
	had := tracked(r)
	if tx.journal == nil && !r.IsNil() && r.Packed() && r.Repack(form, p) {
		tx.fielding(key, had, r)
		tx.changed(key, ev)
		return
	}
	tx.store(key, table.NewPacked(kind, form, key, p, expiryOf(r), tx.fresh()), ev)
}

// StoreObject is StorePacked for a large value. When r holds v already it was changed in place, and only the books are kept.
func (tx *Tx) StoreObject(key []byte, r table.Record, kind table.Kind, v value.Object, ev Event) {
	if !r.IsNil() && !r.Packed() && r.Object() == any(v) {
		sh, _ := tx.at(key)
		before := r.Size()
		r.SetMem(v.Mem())
		sh.settle(tx.ks, int64(r.Size()-before))
		tx.fielding(key, tracked(r), r)
		tx.changed(key, ev)
		return
	}
	n := table.NewObject(kind, key, v, expiryOf(r), tx.fresh())
	n.SetMem(v.Mem())
	tx.store(key, n, ev)
}

// store puts n in the place of what key holds.
func (tx *Tx) store(key []byte, n table.Record, ev Event) {
	sh, h := tx.at(key)
	tx.db.before(sh)
	old := tx.live(sh, h, key)
	if tx.journal != nil {
		tx.save(sh, h, key, old)
	}
	tx.put(sh, h, old, n)
	tx.changed(key, ev)
}

// expiryOf is when r expires; a nil record never does.
func expiryOf(r table.Record) int64 {
	if r.IsNil() {
		return 0
	}
	return r.ExpireAt()
}

// Scratch is an empty buffer to build a value in; KeepScratch gives it back, grown, for the next command.
func (tx *Tx) Scratch() []byte { return tx.build[:0] }

// maxScratch is the largest buffer that is kept: an idle session must not hold much.
const maxScratch = 64 << 10

// KeepScratch keeps b, which came from Scratch.
func (tx *Tx) KeepScratch(b []byte) {
	if cap(b) <= maxScratch {
		tx.build = b[:0]
	}
}

// Rand is 64 random bits; with Options.Seed always the same ones.
func (tx *Tx) Rand() uint64 {
	if tx.random != nil {
		return tx.random.Uint64()
	}
	return rand.Uint64()
}
