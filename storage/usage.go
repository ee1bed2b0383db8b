package storage

import "sync/atomic"

// tally counts what commands do with keys. Each shard has its own, under its lock.
type tally struct {
	hits, misses int64 // lookups that found a key and that did not
	writes       int64 // changes of keys
}

// take adds what another tally has counted, which begins anew.
func (t *tally) take(o *tally) {
	t.hits += o.hits
	t.misses += o.misses
	t.writes += o.writes
	*o = tally{}
}

// usage counts what one database has been used for, beside what its shards count.
type usage struct {
	tally // of shards that are no longer there; changed under the exclusive gate

	evictions, expirations, refused atomic.Int64
}

// Usage is what a database holds and what it has been used for since it was made or since ResetStats.
type Usage struct {
	Keys         int   // with those whose time has come but which are not removed yet
	Bytes        int64 // of keys, values and tables
	Hits, Misses int64 // lookups that found a key and that did not
	Writes       int64 // changes of keys
	Evictions    int64 // keys that left to make room
	Expirations  int64 // keys that left because of their time
	Refused      int64 // commands that broke a rule of the database
}

// Usage sums up database n, all zero when there is none. The caller holds the gate, and no shard unless it holds the gate alone.
func (ks *Keyspace) Usage(n int) Usage {
	db := ks.dbs.get(n)
	if db == nil {
		return Usage{}
	}
	u := Usage{
		Hits: db.usage.hits, Misses: db.usage.misses, Writes: db.usage.writes,
		Evictions: db.usage.evictions.Load(), Expirations: db.usage.expirations.Load(), Refused: db.usage.refused.Load(),
	}
	shards := db.shards()
	for i := range shards {
		sh := &shards[i]
		sh.mu.Lock()
		u.Keys += sh.t.Len()
		u.Bytes += sh.used
		u.Hits += sh.hits
		u.Misses += sh.misses
		u.Writes += sh.writes
		sh.mu.Unlock()
	}
	if k, bounded := db.bounded(); bounded {
		u.Keys = k
	}
	return u
}

// settleAccounts gives what the shards of a store have counted to the database that they were counted for. The gate is held alone.
func (st *store) settleAccounts() {
	c := &st.db.ks.counters
	for i := range st.shards {
		t := &st.shards[i].tally
		c.hits += t.hits
		c.misses += t.misses
		st.db.usage.take(t)
	}
}
