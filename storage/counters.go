package storage

import (
	"math"
	"sync/atomic"
)

// counters are the keyspace's totals that the shards do not count themselves.
type counters struct {
	expired atomic.Int64
	fields  atomic.Int64
	evicted atomic.Int64
	hits    int64 // of shards that were flushed; changed under the exclusive gate
	misses  int64 // the same
}

// Stats are the totals since the start or the last ResetStats, as INFO stats shows them.
type Stats struct {
	Hits, Misses     int64   // lookups that found a key and that did not
	Expired, Evicted int64   // keys that left because of their time, and to make room
	ExpiredFields    int64   // fields of hashes that left because of their time
	StalePercent     float64 // estimate: the share of keys with a time to live whose time has come, in percent
	SweepsCapped     int64   // sweeps that used up their time
}

// Stats sums the totals. The caller holds the gate, and no shard unless it holds the gate alone.
func (ks *Keyspace) Stats() Stats {
	s := Stats{
		Hits: ks.counters.hits, Misses: ks.counters.misses,
		Expired: ks.counters.expired.Load(), Evicted: ks.counters.evicted.Load(), ExpiredFields: ks.counters.fields.Load(),
		StalePercent: math.Float64frombits(ks.sweeper.stale.Load()) * 100, SweepsCapped: ks.sweeper.capped.Load(),
	}
	for _, st := range ks.stores.all() {
		for i := range st.shards {
			sh := &st.shards[i]
			sh.mu.Lock()
			s.Hits += sh.hits
			s.Misses += sh.misses
			sh.mu.Unlock()
		}
	}
	return s
}

// ResetStats makes all totals zero. The caller holds the gate alone.
func (ks *Keyspace) ResetStats() {
	c := &ks.counters
	c.expired.Store(0)
	c.fields.Store(0)
	c.evicted.Store(0)
	c.hits, c.misses = 0, 0
	ks.sweeper.stale.Store(0)
	ks.sweeper.capped.Store(0)
	for _, st := range ks.stores.all() {
		for i := range st.shards {
			st.shards[i].tally = tally{}
		}
	}
	for n := range ks.Databases() {
		if db := ks.dbs.get(n); db != nil {
			db.usage = usage{}
		}
	}
}

// DBStats describe one database, as INFO keyspace and MEMORY STATS show it.
type DBStats struct {
	Keys        int   // with those whose time has come but which are not removed yet
	Expires     int   // keys with a time to live
	Fielded     int   // hashes whose fields have, or had, times to live
	AvgTTL      int64 // estimate: their mean time to live from now, ms
	TableBytes  int64 // of the hash tables
	RecordBytes int64 // of keys and values
}

// The mean time to live is estimated from the first ttlSamples keys of a walk over at most ttlBuckets buckets.
const (
	ttlSamples = 64
	ttlBuckets = 512
)

// DBStats sums up database n, all zero when there is none, at the time now (Unix ms). The caller holds the gate, and no shard unless it holds the gate alone.
func (ks *Keyspace) DBStats(n int, now int64) DBStats {
	var s DBStats
	db := ks.dbs.get(n)
	if db == nil {
		return s
	}
	ttl := ttlSample{now: now}
	s.add(db.shards(), &ttl)
	if k, bounded := db.bounded(); bounded {
		s.Keys = k
	}
	s.AvgTTL = ttl.mean()
	return s
}

// SmallStats sums up all databases that Open has made, as DBStats does one, but for the mean time to live.
func (ks *Keyspace) SmallStats() DBStats {
	var s DBStats
	for _, st := range ks.stores.all() {
		if st.number >= ks.Numbered() {
			s.add(st.shards, nil)
		}
	}
	return s
}

// add sums up some shards, and gives those with keys that expire to a sample, which may be nil.
func (s *DBStats) add(shards []shard, ttl *ttlSample) {
	for i := range shards {
		sh := &shards[i]
		sh.mu.Lock()
		s.Keys += sh.t.Len()
		s.Expires += int(sh.timed)
		s.Fielded += int(sh.fielded)
		s.TableBytes += sh.tmem
		s.RecordBytes += sh.used - sh.tmem
		if sh.timed > 0 && ttl != nil {
			ttl.take(sh)
		}
		sh.mu.Unlock()
	}
}
