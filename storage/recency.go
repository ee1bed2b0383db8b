package storage

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"redstart/storage/table"
)

// capacity is the bound of max-keys and its policy.
type capacity struct {
	keys  int // of each database; 0: no bound
	evict bool
}

// recency keeps a database within max-keys. Its mutex is taken inside a shard's lock, never the other way round.
//
// Under the policy evict, the order holds exactly the keys that exist for clients. The key that makes it one too many takes the
// place of the least recently used one in the same critical section: that one is condemned. It is still in its table, but every
// command that begins from then on finds it gone (and removes it); at the latest the command that took its place removes it in
// Enforce. So no client can see more keys than the bound, whatever runs at the same time. A command that had begun still has the
// key: it must not lose it between two of its lookups, or it would log other than what it did.
//
// Under the policy reject, a command first reserves room for the keys that it may add, with their shards locked. Keys and
// promises together never exceed the bound.
type recency struct {
	db  *DB // that it bounds; changed under the exclusive gate, nil after a flush
	max int

	lost     atomic.Uint64 // keys that have lost their place so far; changed under mu
	mu       sync.Mutex
	order    *simplelru.LRU[string, struct{}] // nil under reject
	doomed   map[string]uint64                // the condemned keys: lost, as each one made it
	keys     int                              // under reject
	promised int                              // under reject
}

// everyLost is more keys than ever lose their place.
const everyLost = math.MaxUint64

// victim is a condemned key of the database that rec bounds.
type victim struct {
	rec *recency
	key string
}

func newRecency(db *DB, c capacity) *recency {
	if c.keys <= 0 {
		return nil
	}
	r := &recency{db: db, max: c.keys}
	if c.evict {
		// The victims are ours to choose and to remove, so the library's own bound is out of reach.
		r.order, _ = simplelru.NewLRU[string, struct{}](math.MaxInt, nil)
		r.doomed = map[string]uint64{}
	}
	return r
}

// used notes an access to a key that exists.
func (rec *recency) used(key []byte) {
	if rec.order == nil {
		return
	}
	rec.mu.Lock()
	rec.order.Get(string(key))
	rec.mu.Unlock()
}

// removed notes that a key has left its table.
func (rec *recency) removed(key []byte) {
	rec.mu.Lock()
	if rec.order != nil {
		rec.order.Remove(string(key))
		delete(rec.doomed, string(key))
	} else {
		rec.keys--
	}
	rec.mu.Unlock()
}

// condemned says whether a key that is in its table was among the first lost keys to lose their place.
func (rec *recency) condemned(key []byte, lost uint64) bool {
	if rec.order == nil {
		return false
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	at, doomed := rec.doomed[string(key)]
	return doomed && at <= lost
}

// added notes a new key; over says that oldest has lost its place to it.
func (rec *recency) added(key []byte, p *promise) (oldest string, over bool) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	if rec.order == nil {
		rec.keys++
		if p != nil && p.from == rec && p.keys > 0 {
			p.keys--
			rec.promised--
		}
		return "", false
	}
	rec.order.Add(string(key), struct{}{})
	if rec.order.Len() <= rec.max {
		return "", false
	}
	oldest, _, _ = rec.order.RemoveOldest()
	rec.doomed[oldest] = rec.lost.Add(1)
	return oldest, true
}

// len is the number of keys that exist for clients.
func (rec *recency) len() int {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	if rec.order != nil {
		return rec.order.Len()
	}
	return rec.keys
}

// promise is room for keys that a command may still add, taken from a database under the policy reject.
type promise struct {
	from *recency
	keys int // guarded by from.mu
}

// release gives back what was not used.
func (p *promise) release() {
	p.from.mu.Lock()
	defer p.from.mu.Unlock()
	p.from.promised -= p.keys
	p.keys = 0
}

// reserve takes room for n keys, or none.
func (rec *recency) reserve(n int) bool {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	if rec.keys+rec.promised+n > rec.max {
		return false
	}
	rec.promised += n
	return true
}

// bounded is the number of keys of a database that max-keys bounds.
func (db *DB) bounded() (keys int, ok bool) {
	if db.recent == nil {
		return 0, false
	}
	return db.recent.len(), true
}

// entered notes a new key and remembers the one that has to go for it.
func (tx *Tx) entered(key []byte) {
	rec := tx.db.recent
	if oldest, over := rec.added(key, tx.promise); over {
		tx.victims = append(tx.victims, victim{rec, oldest})
	}
}

// Reserve asks, under max-keys with the policy reject, for room for those of keys that do not exist; false: the database has no
// room, and the command must not run. It is called with the shards of the keys locked, or the gate held alone, before a command
// that may add keys; with other >= 0 for one that adds them in that database (COPY, MOVE). Unlock gives back what was not used.
// Without such a bound it is true at once.
func (tx *Tx) Reserve(keys [][]byte, other int) bool {
	if tx.ks.maxKeys.keys == 0 || tx.ks.maxKeys.evict {
		return true
	}
	in := tx
	if tx.second(other) != nil {
		in, _ = tx.Other(other)
	}
	missing := make(map[string]struct{}, min(len(keys), 16))
	for _, k := range keys {
		sh, h := in.at(k)
		if in.live(sh, h, k).IsNil() {
			missing[string(k)] = struct{}{}
		}
	}
	n := len(missing)
	if n > 0 && !in.db.recent.reserve(n) {
		return false
	}
	if tx.promise != nil {
		tx.promise.release()
	}
	tx.promise = &promise{from: in.db.recent, keys: n}
	return true
}

// Added says whether Enforce has something to do.
func (tx *Tx) Added() bool { return len(tx.victims) > 0 }

// Enforce removes the keys that lost their place to keys that this Tx added under max-keys. It is called after Unlock, with the
// gate held, and before the reply.
func (tx *Tx) Enforce() {
	for i, v := range tx.victims {
		if v.rec.db != nil {
			v.rec.db.evictCondemned(v.key)
		}
		tx.victims[i] = victim{}
	}
	tx.victims = tx.victims[:0]
}

// evictCondemned removes key if it is still condemned: another command may have removed it, and added it again, since.
func (db *DB) evictCondemned(key string) {
	k := []byte(key)
	h := table.Hash(db.ks.seed, k)
	sh := db.shard(h)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if !sh.t.Get(h, k).IsNil() && db.recent.condemned(k, everyLost) {
		db.drop(sh, h, k, Evicted)
	}
}

// SetMaxKeys bounds the number of keys of each database; 0 for no bound. With evict the least recently used keys make room, at
// once too; else commands that would add keys are to be refused, see Reserve. The caller holds the gate alone. The order of
// earlier uses is taken from the access clocks. A log is to be loaded before.
func (ks *Keyspace) SetMaxKeys(n int, evict bool) {
	c := capacity{keys: max(n, 0), evict: evict}
	if c == ks.maxKeys {
		return
	}
	ks.maxKeys = c
	for n := range ks.Databases() {
		db := ks.dbs.get(n)
		if db == nil {
			continue
		}
		if db.recent != nil {
			db.recent.db = nil
		}
		if db.recent = newRecency(db, c); db.recent != nil {
			db.fillRecency()
		}
	}
}

// fillRecency enters the keys that exist, the one idle for the longest first, and removes those that are too many.
func (db *DB) fillRecency() {
	type entry struct {
		key  string
		rank uint32
	}
	var all []entry
	now := db.ks.opts.Now()
	shards := db.shards()
	for i := range shards {
		shards[i].t.All(func(r table.Record) bool {
			rank := uint32(idle(r.Clock(), now) / 1000)
			if db.ks.lfu.on {
				rank = uint32(lfuMax - db.ks.lfu.counter(r.Clock(), now))
			}
			all = append(all, entry{string(r.Key()), rank})
			return true
		})
	}
	slices.SortStableFunc(all, func(a, b entry) int { return cmp.Compare(b.rank, a.rank) })
	for _, e := range all {
		if oldest, over := db.recent.added([]byte(e.key), nil); over {
			db.evictCondemned(oldest)
		}
	}
}
