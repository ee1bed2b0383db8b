package storage

import (
	"sync"
	"sync/atomic"

	"redstart/storage/table"
	"redstart/storage/value/hash"
)

const (
	// crowd is how many keys a shard of a small database may have before the database gets more shards.
	crowd = 512
	// growth is log2 of how many shards each one becomes: so the longest step moves crowd<<growth keys, and there are two of them with
	// DefaultShards. A step less than twice as long is not left for later.
	growth = 5
)

// crowds are the stores that are to get more shards.
type crowds struct {
	some   atomic.Bool
	mu     sync.Mutex
	stores []*store
}

// crowded notes that a shard of st has many keys. The caller holds the shard.
func (ks *Keyspace) crowded(st *store) {
	if st.crowded.Swap(true) {
		return
	}
	c := &ks.crowds
	c.mu.Lock()
	c.stores = append(c.stores, st)
	c.mu.Unlock()
	c.some.Store(true)
}

// Crowded says whether Grow has something to do. It costs one load.
func (ks *Keyspace) Crowded() bool { return ks.crowds.some.Load() }

// Grow gives small databases that have become large more shards. The caller holds the gate alone, and is not in the middle of a command:
// no Tx has locked anything or has looked a key up that it goes on to use.
func (ks *Keyspace) Grow() {
	if !ks.Crowded() {
		return
	}
	c := &ks.crowds
	c.mu.Lock()
	stores := c.stores
	c.stores = nil
	c.some.Store(false)
	c.mu.Unlock()
	for _, st := range stores {
		if st.db.store.Load() == st { // it is in use still
			ks.split(st, ks.next(st.spread()))
		}
	}
}

// next is log2 of the shards that follow on 1<<spread ones.
func (ks *Keyspace) next(spread uint) uint {
	spread += growth
	if spread+growth/2 >= ks.spread {
		spread = ks.spread
	}
	return spread
}

// split moves the keys of st into a store with 1<<spread shards, which are more, and which takes its place. The caller holds the gate alone.
func (ks *Keyspace) split(st *store, spread uint) {
	if s := ks.snap.Load(); s != nil {
		for i := range st.shards {
			s.save(&st.shards[i]) // nothing of the new store belongs to the snapshot
		}
	}
	next := st.db.newStore(spread)
	ks.stores.remove(st)
	ks.stores.add(next)
	for i := range st.shards {
		old := &st.shards[i]
		old.t.All(func(r table.Record) bool {
			h := table.Hash(ks.seed, r.Key())
			next.shards[h>>next.shift].move(ks, h, r)
			return true
		})
		ks.mem[old.stripe].bytes.Add(-old.used)
		old.t.Clear()
		next.shards[0].take(&old.tally)
	}
	st.db.store.Store(next)
}

// move takes a record from a shard that is given up. Nobody else sees either.
func (sh *shard) move(ks *Keyspace, h uint64, r table.Record) {
	sh.t.Put(h, ks.seed, r)
	if at := r.ExpireAt(); at != 0 {
		sh.timed++
		sh.dueAt(at)
	}
	if tracked(r) {
		sh.fielded++
		sh.dueAt(hash.Due(r))
	}
	sh.settle(ks, int64(r.Size()))
}
