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

// capacity is what bounds a database, and what happens at the bound.
type capacity struct {
	keys       int // 0: any number
	evict      bool
	server     bool  // keys is the bound of SetMaxKeys
	bytes      int64 // of records; 0: any number
	bytesEvict bool
}

// orders says whether it matters which keys were used last.
func (c capacity) orders() bool { return c.keys > 0 && c.evict || c.bytes > 0 && c.bytesEvict }

// capacity is what bounds the database: of two bounds of keys the tighter one.
func (db *DB) capacity() capacity {
	c := db.ks.maxKeys
	c.server = c.keys > 0
	r := db.rules
	if r == nil {
		return c
	}
	if r.MaxKeys > 0 && (c.keys == 0 || r.MaxKeys <= c.keys) {
		c.keys, c.evict, c.server = r.MaxKeys, r.KeysEvict, false
	}
	if r.MaxBytes > 0 {
		c.bytes, c.bytesEvict = r.MaxBytes, r.BytesEvict
	}
	return c
}

// recency keeps a database within its bounds. Its mutex is taken inside a shard's lock, never the other way round.
//
// Under the policy evict, the order holds exactly the keys that exist for clients. The key that makes it one too many takes the
// place of the least recently used one in the same critical section: that one is condemned. It is still in its table, but every
// command that begins from then on finds it gone (and removes it); at the latest the command that took its place removes it in
// Enforce. So no client can see more keys than the bound, whatever runs at the same time. A command that had begun still has the
// key: it must not lose it between two of its lookups, or it would log other than what it did.
//
// Under the policy reject, a command first reserves room for the keys that it may add, with their shards locked. Keys and
// promises together never exceed the bound.
//
// In a database with rules what a command changes is entered when it is settled.
type recency struct {
	db     *DB // that it bounds; changed under the exclusive gate, nil when it bounds none any more
	limits capacity
	orders bool // limits.orders

	lost          atomic.Uint64 // keys that have lost their place so far; changed under mu
	mu            sync.Mutex
	order         *simplelru.LRU[string, *int64] // with the size of each record where bytes are bounded; nil until the first key
	doomed        map[string]uint64              // the condemned keys: lost, as each one made it
	keys          int                            // that exist for clients
	bytes         int64                          // of their records, where bytes are bounded
	promised      int                            // under reject
	promisedBytes int64                          // the same
}

// everyLost is more keys than ever lose their place.
const everyLost = math.MaxUint64

// victim is a condemned key of the database that rec bounds.
type victim struct {
	rec *recency
	key string
}

// newRecency is for a database without keys; nil: it has no bound.
func (db *DB) newRecency() *recency {
	c := db.capacity()
	if db.ks.suspended || c.keys <= 0 && c.bytes <= 0 {
		return nil
	}
	return &recency{db: db, limits: c, orders: c.orders()}
}

// used notes an access to a key that exists.
func (rec *recency) used(key []byte) {
	if !rec.orders {
		return
	}
	rec.mu.Lock()
	if rec.order != nil {
		rec.order.Get(string(key))
	}
	rec.mu.Unlock()
}

// removed notes that a key has left its table, whose record had size bytes.
func (rec *recency) removed(key []byte, size int) {
	rec.mu.Lock()
	if _, doomed := rec.doomed[string(key)]; doomed {
		delete(rec.doomed, string(key))
	} else {
		rec.leave(key, int64(size))
	}
	rec.mu.Unlock()
}

// resized notes that a record has grown by delta bytes.
func (rec *recency) resized(key []byte, delta int64) {
	rec.mu.Lock()
	if _, doomed := rec.doomed[string(key)]; !doomed {
		rec.resize(key, delta)
	}
	rec.mu.Unlock()
}

// enter notes a new key. The caller holds mu.
func (rec *recency) enter(key []byte, size int64) {
	rec.keys++
	if rec.limits.bytes > 0 {
		rec.bytes += size
	}
	if !rec.orders {
		return
	}
	if rec.order == nil {
		// The victims are ours to choose and to remove, so the library's own bound is out of reach.
		rec.order, _ = simplelru.NewLRU[string, *int64](math.MaxInt, nil)
	}
	var held *int64
	if rec.limits.bytes > 0 {
		held = &size
	}
	rec.order.Add(string(key), held)
}

// leave notes that a key is gone which is not condemned. The caller holds mu.
func (rec *recency) leave(key []byte, size int64) {
	rec.keys--
	if rec.limits.bytes > 0 {
		rec.bytes -= size
	}
	if rec.order != nil {
		rec.order.Remove(string(key))
	}
}

// resize notes that a record has grown by delta bytes. The caller holds mu.
func (rec *recency) resize(key []byte, delta int64) {
	if rec.limits.bytes == 0 || delta == 0 {
		return
	}
	rec.bytes += delta
	if rec.order != nil {
		if held, ok := rec.order.Peek(string(key)); ok {
			*held += delta
		}
	}
}

// condemn takes its place from the least recently used key. The caller holds mu.
func (rec *recency) condemn() (oldest string, ok bool) {
	if rec.order == nil {
		return "", false
	}
	oldest, held, ok := rec.order.RemoveOldest()
	if !ok {
		return "", false
	}
	if rec.doomed == nil {
		rec.doomed = map[string]uint64{}
	}
	rec.doomed[oldest] = rec.lost.Add(1)
	rec.keys--
	if held != nil {
		rec.bytes -= *held
	}
	return oldest, true
}

// condemned says whether a key that is in its table was among the first lost keys to lose their place.
func (rec *recency) condemned(key []byte, lost uint64) bool {
	if !rec.orders {
		return false
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	at, doomed := rec.doomed[string(key)]
	return doomed && at <= lost
}

// added notes a new key, whose record has size bytes; over says that oldest has lost its place to it.
func (rec *recency) added(key []byte, size int, p *promise) (oldest string, over bool) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.enter(key, int64(size))
	if p != nil && p.from == rec && p.keys > 0 {
		p.keys--
		rec.promised--
	}
	return rec.surplus()
}

// surplus takes its place from a key that is too many, if there is one. The caller holds mu.
func (rec *recency) surplus() (oldest string, over bool) {
	l := &rec.limits
	if l.keys > 0 && l.evict && rec.keys > l.keys || l.bytes > 0 && l.bytesEvict && rec.bytes > l.bytes {
		return rec.condemn()
	}
	return "", false
}

// next is surplus for who does not hold mu.
func (rec *recency) next() (oldest string, over bool) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return rec.surplus()
}

// len is the number of keys that exist for clients.
func (rec *recency) len() int {
	rec.mu.Lock()
	defer rec.mu.Unlock()
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
	if rec.keys+rec.promised+n > rec.limits.keys {
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
func (tx *Tx) entered(key []byte, size int) {
	rec := tx.db.recent
	if oldest, over := rec.added(key, size, tx.promise); over {
		tx.victims = append(tx.victims, victim{rec, oldest})
	}
}

// Reserve asks, under max-keys with the policy reject, for room for those of keys that do not exist; false: the database has no
// room, and the command must not run. It is called with the shards of the keys locked, or the gate held alone, before a command
// that may add keys; with other >= 0 for one that adds them in that database (COPY, MOVE). Unlock gives back what was not used.
// Without such a bound it is true at once, and so where rules are: Settle sees to all bounds there.
func (tx *Tx) Reserve(keys [][]byte, other int) bool {
	if tx.ks.maxKeys.keys == 0 || tx.ks.maxKeys.evict || tx.journal != nil {
		return true
	}
	in := tx
	if tx.second(other) != nil {
		in = tx.aside(other)
		if in.db.rules != nil {
			return true
		}
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
// earlier uses is taken from the access clocks. A log is to be loaded before, or with the bounds suspended.
func (ks *Keyspace) SetMaxKeys(n int, evict bool) {
	c := capacity{keys: max(n, 0), evict: evict}
	if c == ks.maxKeys {
		return
	}
	ks.maxKeys = c
	ks.bind()
}

// Suspend has nothing bound the number of keys and bytes, until Resume: a log that is loaded says itself which keys made room, and in which
// order they were used it does not know. The caller holds the gate alone.
func (ks *Keyspace) Suspend() { ks.suspend(true) }

// Resume ends Suspend. The caller holds the gate alone.
func (ks *Keyspace) Resume() { ks.suspend(false) }

func (ks *Keyspace) suspend(on bool) {
	if ks.suspended != on {
		ks.suspended = on
		ks.bind()
	}
}

// bind is DB.bind for all databases.
func (ks *Keyspace) bind() {
	for n := range ks.Databases() {
		if db := ks.dbs.get(n); db != nil {
			db.bind()
		}
	}
}

// bind makes the bounds of a database those that it has now.
func (db *DB) bind() {
	if db.recent != nil {
		db.recent.db = nil
	}
	if db.recent = db.newRecency(); db.recent != nil {
		db.fillRecency()
	}
}

// fillRecency enters the keys that exist, the one idle for the longest first, and removes those that are too many.
func (db *DB) fillRecency() {
	type entry struct {
		key  string
		size int
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
			all = append(all, entry{string(r.Key()), r.Size(), rank})
			return true
		})
	}
	slices.SortStableFunc(all, func(a, b entry) int { return cmp.Compare(b.rank, a.rank) })
	for _, e := range all {
		for oldest, over := db.recent.added([]byte(e.key), e.size, nil); over; oldest, over = db.recent.next() {
			db.evictCondemned(oldest)
		}
	}
}
