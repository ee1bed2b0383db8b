package storage

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"redstart/storage/table"
)

const (
	poolSize = 16 // candidates that are kept from one sample to the next, as Redis does
	// quickShards is how many shards of a database are sampled as long as that finds anything anywhere, so that a database with
	// few keys does not cost a walk for each eviction.
	quickShards = 32
	// quickStores is how many databases beside the numbered ones give samples as long as that finds anything, quickLooks how many are
	// looked at for that.
	quickStores = 8
	quickLooks  = 512
	// evictCheck is how many keys go between two looks at the time.
	evictCheck = 16
	// maxPoolKey is the longest key for which a candidate keeps its buffer.
	maxPoolKey = 256
)

// evictor chooses the keys that make room.
type evictor struct {
	mu     sync.Mutex // held during MakeRoom; shards are locked inside
	policy Policy     // of what is in the pool
	pool   []candidate
}

// candidate is a key that may go: a high score goes first.
type candidate struct {
	db    *DB
	key   []byte
	score int64
	clock uint32 // of the record when it was scored
}

// Room says how MakeRoom makes room.
type Room struct {
	Max     int64 // maxmemory: the bytes that Used and Extra may reach; 0: no bound
	Extra   int64 // bytes in use beside the keyspace
	Policy  Policy
	Samples int           // maxmemory-samples: keys of each database that are looked at for each one that goes; default 5
	Budget  time.Duration // time after which MakeRoom leaves the rest to the next call; 0: none
}

// MakeRoom removes keys by the policy until memory is within its bound. It is called before a command locks its shards, with the
// gate held. It reports false when memory is over the bound and there is nothing to remove: commands that use memory are then to
// be refused. When its time was up first it reports true.
func (ks *Keyspace) MakeRoom(r Room) bool {
	if r.Max <= 0 || ks.Used()+r.Extra <= r.Max {
		return true
	}
	if r.Policy == NoEviction {
		return false
	}
	if r.Samples <= 0 {
		r.Samples = 5
	}
	ev := &ks.evictor
	ev.mu.Lock()
	defer ev.mu.Unlock()
	if ev.policy != r.Policy {
		ev.policy, ev.pool = r.Policy, make([]candidate, 0, poolSize)
	}
	var start time.Duration
	if r.Budget > 0 {
		start = ks.opts.Mono()
	}
	for n := 1; ks.Used()+r.Extra > r.Max; n++ {
		if !ks.evictOne(r.Policy, r.Samples) {
			return false
		}
		if r.Budget > 0 && n%evictCheck == 0 && ks.opts.Mono()-start > r.Budget {
			return true
		}
	}
	return true
}

// evictOne removes one key; false: there is none that may go.
func (ks *Keyspace) evictOne(p Policy, samples int) bool {
	ev := &ks.evictor
	for {
		found := ks.fillPool(p, samples, quickShards, quickStores) || ks.fillPool(p, samples, maxShards, MaxDatabases)
		for last := len(ev.pool) - 1; last >= 0; last-- {
			c := ev.pool[last]
			ev.pool = ev.pool[:last]
			if c.db.evict(c, p) {
				return true
			}
		}
		if !found {
			return false
		}
	}
}

// fillPool samples the numbered databases and up to limit other ones that have keys that may go, or one of all for a random policy, and
// looks at no more than most of a database's shards. It reports whether it found a key that may go.
func (ks *Keyspace) fillPool(p Policy, samples, most, limit int) (found bool) {
	if p.random() {
		samples = 1
		ks.evictor.pool = ks.evictor.pool[:0]
	}
	now := ks.opts.Now()
	stores := ks.stores.all()
	if len(stores) == 0 {
		return false
	}
	first := rand.IntN(len(stores))
	few := len(stores) <= limit
	looks := min(len(stores), max(limit, quickLooks))
	for i := 0; i < looks && limit > 0; i++ {
		db := stores[(first+i)%len(stores)].db
		if !few && !p.random() && db.id < ks.Numbered() {
			continue // its turn comes
		}
		if db.sample(p, samples, most, now) > 0 {
			found = true
			if p.random() {
				return found
			}
			limit--
		}
	}
	if few {
		return found
	}
	for n := range ks.Numbered() {
		if ks.dbs.get(n).sample(p, samples, most, now) > 0 {
			found = true
			if p.random() {
				break
			}
		}
	}
	return found
}

// sample offers some keys that may go to the pool and returns how many it found. It begins at a random shard and goes on to the
// next ones while it has not found enough.
func (db *DB) sample(p Policy, want, limit int, now int64) (found int) {
	shards := db.shards()
	if shards == nil {
		return 0
	}
	first := rand.IntN(len(shards))
	for i := 0; i < min(len(shards), limit) && found < want; i++ {
		sh := &shards[(first+i)&(len(shards)-1)]
		sh.mu.Lock()
		found += db.sampleShard(sh, p, want-found, now)
		sh.mu.Unlock()
	}
	return found
}

// sampleShard is sample for a shard that the caller holds.
func (db *DB) sampleShard(sh *shard, p Policy, want int, now int64) (found int) {
	switch n := sh.t.Len(); {
	case n == 0 || p.volatile() && sh.timed == 0:
		return 0
	case !p.volatile() && n > want:
		for range want {
			db.offer(sh.t.Random(rand.Uint64()), p, now)
		}
		return want
	}
	// Few keys, or few that qualify: walk the buckets from a random one on.
	n := sh.t.Buckets()
	first := rand.IntN(n)
	for i := 0; i < n && found < want; i++ {
		sh.t.Bucket((first+i)&(n-1), func(r table.Record) {
			if !p.volatile() || r.ExpireAt() != 0 {
				db.offer(r, p, now)
				found++
			}
		})
	}
	return found
}

// offer puts a record into the pool if it is a better candidate than the worst one there.
func (db *DB) offer(r table.Record, p Policy, now int64) {
	ev := &db.ks.evictor
	c := candidate{db: db, clock: r.Clock()}
	switch p {
	case AllKeysLRU, VolatileLRU:
		c.score = idle(c.clock, now)
	case AllKeysLFU, VolatileLFU:
		c.score = int64(lfuMax - db.ks.lfu.counter(c.clock, now))
	case VolatileTTL:
		c.score = math.MaxInt64 - r.ExpireAt()
	}
	at, _ := slices.BinarySearchFunc(ev.pool, c.score, func(c candidate, score int64) int { return cmp.Compare(c.score, score) })
	key := r.Key()
	for i := at; i < len(ev.pool) && ev.pool[i].score == c.score; i++ {
		if ev.pool[i].db == db && string(ev.pool[i].key) == string(key) {
			return
		}
	}
	switch n := len(ev.pool); {
	case n < cap(ev.pool):
		c.key = ev.pool[:n+1][n].key // the buffer of one that left
	case at == 0:
		return
	default:
		at--
		c.key = ev.pool[0].key
		ev.pool = slices.Delete(ev.pool, 0, 1)
	}
	if cap(c.key) > maxPoolKey {
		c.key = nil
	}
	c.key = append(c.key[:0], key...)
	ev.pool = slices.Insert(ev.pool, at, c)
}

// evict removes a candidate; false: it was used since it was scored, or has lost its time to live, or is no longer there.
func (db *DB) evict(c candidate, p Policy) bool {
	if db.store.Load() == nil {
		return false // flushed since
	}
	h := table.Hash(db.ks.seed, c.key)
	sh := db.shard(h)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	r := sh.t.Get(h, c.key)
	if r.IsNil() || r.Clock() != c.clock || p.volatile() && r.ExpireAt() == 0 {
		return false
	}
	db.drop(sh, h, c.key, Evicted)
	return true
}
