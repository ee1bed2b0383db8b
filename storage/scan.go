package storage

import (
	"math/rand/v2"
	"runtime"

	"redstart/storage/table"
)

// The walks over a database are called between Begin and Unlock: they lock one shard at a time. Records are valid in the callback,
// which runs under the shard's lock, so it must be short and must not use the Tx.

// Scan calls fn with the records of some buckets, until it has given at least count or the database has ended, and returns the
// cursor to go on with, 0 at the end. A key that exists from the first call, with cursor 0, to the last is given at least once;
// keys may be given twice. Empty buckets and shards cost no count. Any cursor is safe. Keys whose time has come are removed.
//
// The low bits of a cursor are where its shard begins, as a part of all hashes, so that it means the same when the database has got
// more shards.
func (tx *Tx) Scan(cursor uint64, count int, fn func(table.Record)) (next uint64) {
	shards := tx.db.shards()
	if shards == nil {
		return 0
	}
	width := maxShards / len(shards)
	i := int(cursor%maxShards) / width
	cursor /= maxShards
	for given := 0; i < len(shards); {
		var n int
		cursor, n = tx.scanShard(&shards[i], cursor, count-given, fn)
		given += n
		if cursor == 0 {
			i++
		}
		if given >= count && i < len(shards) {
			return cursor*maxShards + uint64(i*width)
		}
	}
	return 0
}

// scanShard goes on with one shard until it has given count records or the shard has ended.
func (tx *Tx) scanShard(sh *shard, cursor uint64, count int, fn func(table.Record)) (next uint64, given int) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for {
		tx.scratch = tx.scratch[:0]
		cursor = sh.t.Scan(cursor, func(r table.Record) {
			if why, gone := tx.gone(r); gone {
				tx.scratch = append(tx.scratch, doomed{r, why})
				return
			}
			given++
			fn(r)
		})
		for i, d := range tx.scratch {
			k := d.rec.Key()
			tx.db.drop(sh, table.Hash(tx.ks.seed, k), k, d.why)
			tx.scratch[i] = doomed{}
		}
		if cursor == 0 || given >= count {
			return cursor, given
		}
	}
}

// gone is DB.gone, except for a Tx that replays the log.
func (tx *Tx) gone(r table.Record) (Reason, bool) {
	if tx.Replay {
		return 0, false
	}
	return tx.db.gone(r, tx.now, tx.lost)
}

// Keys calls fn with every record whose key match accepts; a nil match accepts all. Keys whose time has come are passed over. Other
// commands run between the shards, unless the gate is held alone.
func (tx *Tx) Keys(match func(key []byte) bool, fn func(table.Record)) {
	for begin := 0; begin < maxShards; { // as in the cursors of Scan: during a pause the database may get more shards
		shards := tx.db.shards()
		if shards == nil { // empty, perhaps flushed during a pause
			return
		}
		width := maxShards / len(shards)
		tx.keysOf(&shards[begin/width], match, fn)
		begin += width
		if tx.pausable {
			if tx.Pause != nil {
				tx.Pause()
			}
			runtime.Gosched()
		}
	}
}

func (tx *Tx) keysOf(sh *shard, match func(key []byte) bool, fn func(table.Record)) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.t.All(func(r table.Record) bool {
		if match == nil || match(r.Key()) {
			if _, gone := tx.gone(r); !gone {
				fn(r)
			}
		}
		return true
	})
}

// Len is the number of keys, with those whose time has come but which are not removed yet.
func (tx *Tx) Len() int {
	if n, ok := tx.db.bounded(); ok {
		return n
	}
	n := 0
	shards := tx.db.shards()
	for i := range shards {
		shards[i].mu.Lock()
		n += shards[i].t.Len()
		shards[i].mu.Unlock()
	}
	return n
}

// randomTries is how often Random draws again when it has drawn a key whose time has come.
const randomTries = 100

// Random calls fn with a record, each of the database with the same probability; it reports false when there is none. Keys whose
// time has come are removed when they are drawn.
func (tx *Tx) Random(fn func(table.Record)) bool {
	for range randomTries {
		sh := tx.randomShard()
		if sh == nil {
			return false
		}
		if tx.randomOf(sh, fn) {
			return true
		}
	}
	return false
}

// randomShard draws a shard with the probability of its share of the keys, nil when there are no keys.
func (tx *Tx) randomShard() *shard {
	var drawn *shard
	total := 0
	shards := tx.db.shards()
	for i := range shards {
		sh := &shards[i]
		sh.mu.Lock()
		n := sh.t.Len()
		sh.mu.Unlock()
		total += n
		if n > 0 && rand.IntN(total) < n {
			drawn = sh
		}
	}
	return drawn
}

func (tx *Tx) randomOf(sh *shard, fn func(table.Record)) bool {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	r := sh.t.Random(rand.Uint64())
	if r.IsNil() {
		return false
	}
	if why, gone := tx.gone(r); gone {
		k := r.Key()
		tx.db.drop(sh, table.Hash(tx.ks.seed, k), k, why)
		return false
	}
	fn(r)
	return true
}
