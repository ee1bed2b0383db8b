package table

import "math/bits"

// Scan calls fn with each record of one home bucket and returns the cursor of the next, 0
// after the last. A walk starts at 0. A record that is in the table during the whole walk is
// given at least once, however the table grows and shrinks between the calls; records may be
// given twice. Cursors of a table of 2^k buckets use the low k bits; higher ones are ignored.
// fn must not add to or delete from the table.
//
// The cursor counts with its bits reversed (the algorithm of Pieter Noordhuis in Redis), so
// that the buckets into which a visited bucket splits, or with which it merges, are the ones
// already behind it.
func (t *Table) Scan(cursor uint64, fn func(Record)) (next uint64) {
	if t.count == 0 {
		return 0
	}
	t.Bucket(int(cursor&t.mask), fn)
	return bits.Reverse64(bits.Reverse64(cursor|^t.mask) + 1)
}

// Bucket calls fn with each record of home bucket i, which is less than Buckets. fn must not
// add to or delete from the table.
func (t *Table) Bucket(i int, fn func(Record)) {
	t.buckets[i].each(func(r Record) bool {
		fn(r)
		return true
	})
}

// All calls fn with each record until it returns false. fn must not add to or delete from
// the table.
func (t *Table) All(fn func(Record) bool) {
	for i := range t.Buckets() {
		if !t.buckets[i].each(fn) {
			return
		}
	}
}

// Random returns a record, each with the same probability over a uniform rnd, or none from an
// empty table. It draws a home bucket and one of as many places as the longest chain has, and
// draws again when that place is empty: two to six times as a rule, at most about twenty in a
// table that is about to shrink.
func (t *Table) Random(rnd uint64) Record {
	if t.count == 0 {
		return Record{}
	}
	places := uint64(t.depth)*lastSlot + 1
	for {
		// splitmix64 (Vigna): a full-period sequence, so a record is always found.
		rnd += 0x9e3779b97f4a7c15
		x := (rnd ^ rnd>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
		place := x >> 32 * places >> 32
		if r := t.buckets[x&t.mask].at(int(place)); !r.IsNil() {
			return r
		}
	}
}
