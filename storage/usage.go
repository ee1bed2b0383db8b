package storage

import "sync/atomic"

// usage counts what one database has been used for, beside what its shards count.
type usage struct {
	hits, misses int64 // of shards that are no longer there; changed under the exclusive gate

	writes, evictions, expirations, refused atomic.Int64
}

// past goes on to count what a shard that is given up has counted.
func (u *usage) past(sh *shard) {
	u.hits += sh.hits
	u.misses += sh.misses
}

// Usage is what a database holds and what it has been used for since it was made or since ResetStats.
type Usage struct {
	Keys         int   // with those whose time has come but which are not removed yet
	Bytes        int64 // of keys, values and tables
	Hits, Misses int64 // lookups that found a key and that did not
}

// Usage sums up database n, all zero when there is none. The caller holds the gate, and no shard unless it holds the gate alone.
func (ks *Keyspace) Usage(n int) Usage {
	db := ks.dbs.get(n)
	if db == nil {
		return Usage{}
	}
	u := Usage{Hits: db.usage.hits, Misses: db.usage.misses}
	shards := db.shards()
	for i := range shards {
		sh := &shards[i]
		sh.mu.Lock()
		u.Keys += sh.t.Len()
		u.Bytes += sh.used
		u.Hits += sh.hits
		u.Misses += sh.misses
		sh.mu.Unlock()
	}
	if k, bounded := db.bounded(); bounded {
		u.Keys = k
	}
	return u
}
