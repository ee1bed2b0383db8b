package storage

import (
	"cmp"
	"sync"
	"sync/atomic"

	"redstart/storage/table"
)

// DB is one database.
type DB struct {
	ks     *Keyspace
	id     int
	store  atomic.Pointer[store] // nil until the first use; exchanged under the exclusive gate
	make   sync.Mutex            // held while the store is allocated
	recent *recency              // when something bounds the database; exchanged under the exclusive gate
	rules  *Rules                // nil: none; exchanged under the exclusive gate
	usage  usage
	closed bool // the number is no longer this database's; changed under the exclusive gate
}

// store is the shards of a database from their allocation to a flush, or to the next larger number of shards. A swap gives it to
// another database, and a snapshot keeps it when it has been flushed.
type store struct {
	serial uint64 // unique, ascending: the order of locking
	shift  uint   // 64 - log2(shards): the high hash bits choose the shard
	shards []shard
	db     *DB           // whose it is; changed under the exclusive gate
	number int           // db's
	pos    int           // in the census
	due    *atomic.Int64 // there
	// cut is the number of the database at the cut of the snapshot cutOf, where that is not db's: the store has been swapped since.
	cut   int
	cutOf uint32

	crowded atomic.Bool // it waits for more shards
}

// shard is one lock and one table, in little more than two cache lines.
type shard struct {
	mu      sync.Mutex
	home    *store
	t       table.Table
	epoch   uint32 // the snapshot cut that this shard has been saved for
	idx     uint16
	most    uint16 // keys beyond which the store is crowded; 0: it has all the shards that it can get
	stripe  uint32 // which byte counter it uses
	cursor  uint32 // where the sweep goes on; 0: it is not in the middle of this shard
	timed   int32  // keys with a time to live
	fielded int32  // hashes whose fields have, or had, times to live
	due     int64  // nothing that the sweep is past expires before this time (Unix ms); 0 when timed and fielded are 0
	used    int64  // bytes of records and of the table
	tmem    int64  // the table's part of used
	tally
}

// open returns the database's store, allocating it on first use. The caller holds the gate.
func (db *DB) open() *store {
	if st := db.store.Load(); st != nil {
		return st
	}
	db.make.Lock()
	defer db.make.Unlock()
	if st := db.store.Load(); st != nil {
		return st
	}
	spread := uint(0)
	if db.id < db.ks.Numbered() {
		spread = db.ks.spread
	}
	st := db.newStore(spread)
	if db.closed {
		// Nobody is to use it; who does all the same uses what is nowhere, and finds it in no total and no snapshot.
		st.due = new(atomic.Int64)
		for i := range st.shards {
			st.shards[i].stripe, st.shards[i].most = memStripes, 0
		}
	} else {
		db.ks.stores.add(st)
	}
	db.store.Store(st)
	return st
}

// spread is log2 of the number of shards.
func (st *store) spread() uint { return 64 - st.shift }

// newStore allocates a store of 1<<spread shards for the database. The caller holds the gate.
func (db *DB) newStore(spread uint) *store {
	ks := db.ks
	var st *store
	if spread == 0 {
		both := new(struct {
			store
			one [1]shard
		})
		st = &both.store
		st.shards = both.one[:]
	} else {
		st = &store{shards: make([]shard, 1<<spread)}
	}
	st.serial, st.shift, st.db, st.number = ks.serials.Add(1), 64-spread, db, db.id
	most := uint16(0)
	if spread < ks.spread {
		most = crowd
	}
	for i := range st.shards {
		sh := &st.shards[i]
		sh.home, sh.idx, sh.epoch, sh.most = st, uint16(i), ks.epoch, most
		sh.stripe = uint32(st.serial+uint64(i)) % memStripes
	}
	return st
}

// shards returns the database's shards, none when it has not been used yet.
func (db *DB) shards() []shard {
	if st := db.store.Load(); st != nil {
		return st.shards
	}
	return nil
}

// shard returns the shard of a hash.
func (db *DB) shard(hash uint64) *shard {
	st := db.store.Load()
	if st == nil {
		st = db.open()
	}
	return &st.shards[hash>>st.shift]
}

// compareShards orders shards as they must be locked.
func compareShards(a, b *shard) int {
	if a.home != b.home {
		return cmp.Compare(a.home.serial, b.home.serial)
	}
	return cmp.Compare(a.idx, b.idx)
}

// settle brings the shard's byte count up to date after a change of delta record bytes.
func (sh *shard) settle(ks *Keyspace, delta int64) {
	if sh.t.Len() == 0 {
		sh.t.Clear()
	}
	if m := int64(sh.t.Mem()); m != sh.tmem {
		delta += m - sh.tmem
		sh.tmem = m
	}
	if delta != 0 {
		sh.used += delta
		ks.mem[sh.stripe].bytes.Add(delta)
	}
}

// timing keeps the books of keys with a time to live: had says whether the key had one, at is the new one.
func (sh *shard) timing(had bool, at int64) {
	if had {
		sh.timed--
	}
	if at != 0 {
		sh.timed++
		sh.dueAt(at)
	}
	sh.idle()
}

// dueAt notes that something expires at a time, 0 for never.
func (sh *shard) dueAt(at int64) {
	if at != 0 && (sh.due == 0 || at < sh.due) {
		sh.due = at
		sh.home.dueAt(at)
	}
}

// idle notes that nothing expires, if that is so.
func (sh *shard) idle() {
	if sh.timed|sh.fielded == 0 {
		sh.due = 0
	}
}

// drop removes a key that leaves by itself and tells the listener. The caller holds the shard.
func (db *DB) drop(sh *shard, h uint64, key []byte, why Reason) {
	db.unlink(sh, h, key)
	db.left(key, why)
}

// left counts a key that has left by itself and tells the listener.
func (db *DB) left(key []byte, why Reason) {
	if why == Expired {
		db.usage.expirations.Add(1)
		db.ks.counters.expired.Add(1)
	} else {
		db.usage.evictions.Add(1)
		db.ks.counters.evicted.Add(1)
	}
	if f := db.ks.opts.Removed; f != nil {
		f(db.id, key, why)
	}
}

// unlink takes a key that exists out of the shard and of all books. The caller holds the shard.
func (db *DB) unlink(sh *shard, h uint64, key []byte) {
	r := db.take(sh, h, key)
	if db.recent != nil {
		db.recent.removed(key, r.Size())
	}
}

// take is unlink that leaves the count of keys as it is: it is kept when a journal is settled. It returns the key's record.
func (db *DB) take(sh *shard, h uint64, key []byte) table.Record {
	db.before(sh)
	r := sh.t.Delete(h, db.ks.seed, key)
	sh.timing(r.ExpireAt() != 0, 0)
	if tracked(r) {
		sh.fielding(true, table.Record{})
	}
	sh.settle(db.ks, -int64(r.Size()))
	return r
}

// before must be called ahead of every change of a shard: a snapshot under way saves the shard as it was at the cut.
func (db *DB) before(sh *shard) {
	if sh.epoch != db.ks.epoch {
		db.ks.save(sh)
	}
}

// gone says why a record that is still in the table is no longer there for anyone: its time has come, or another key took its
// place under max-keys and the command that did so has not removed it yet. now and lost are the time and the number of lost places
// that the caller's command began with. The caller holds the shard.
func (db *DB) gone(r table.Record, now int64, lost uint64) (why Reason, gone bool) {
	if at := r.ExpireAt(); at != 0 && now > at {
		return Expired, true
	}
	if db.recent != nil && db.recent.condemned(r.Key(), lost) {
		return Evicted, true
	}
	return 0, false
}
