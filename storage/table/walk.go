package table

import "math/bits"

// Scan calls fn with each record of one home bucket and returns the cursor of the next, 0
// after the last. A walk starts at 0. A record that is in the table during the whole walk is
// given at least once, however the table grows and shrinks between the calls; records may be
// given twice. A cursor is less than Buckets; higher bits of what a caller brings are ignored.
// fn must not add to or delete from the table.
//
// The cursor counts with its bits reversed (the algorithm of Pieter Noordhuis in Redis), so
// that the buckets into which a visited bucket splits, or with which it merges, are the ones
// already behind it.
func (t *Table) Scan(cursor uint64, fn func(Record)) (next uint64) {
	if t.count == 0 {
		return 0
	}
	mask := uint64(t.mask)
	if n := uint64(t.homes()); cursor&(mask>>1)|(mask+1)>>1 >= n {
		mask >>= 1 // one that is not split in this round
	}
	t.at(cursor & mask).each(func(r Record) bool {
		fn(r)
		return true
	})
	return bits.Reverse64(bits.Reverse64(cursor|^mask) + 1)
}

// Bucket calls fn with some records: over all i below Buckets it gives each record once, as long as
// none is added or deleted. fn must not do so either.
func (t *Table) Bucket(i int, fn func(Record)) {
	if i >= t.homes() {
		return // a large table that is not split as far as this
	}
	t.at(uint64(i)).each(func(r Record) bool {
		fn(r)
		return true
	})
}

// All calls fn with each record until it returns false. fn must not add to or delete from
// the table.
func (t *Table) All(fn func(Record) bool) {
	for i := range t.homes() {
		if !t.at(uint64(i)).each(fn) {
			return
		}
	}
}

// Random returns a record, each with the same probability over a uniform rnd, or none from an
// empty table. It draws a home bucket and one of as many places as the longest chain has, and
// draws again when that place is empty: two to eight times as a rule, about twenty in a table
// that is about to shrink.
func (t *Table) Random(rnd uint64) Record {
	if t.count == 0 {
		return Record{}
	}
	places, homes := uint64(t.depth)*lastSlot+1, uint64(t.homes())
	for {
		// splitmix64 (Vigna): a full-period sequence, so a record is always found.
		rnd += 0x9e3779b97f4a7c15
		x := (rnd ^ rnd>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
		i, place := x&uint64(t.mask), x>>32*places>>32
		if i >= homes {
			continue
		}
		if r := t.at(i).at(int(place)); !r.IsNil() {
			return r
		}
	}
}
