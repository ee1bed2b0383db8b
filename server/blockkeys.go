package server

import (
	"hash/maphash"
	"sync"
	"sync/atomic"

	"redstart/storage"
	"redstart/storage/table"
)

// blocking is the keys that clients wait for. While there are none, a change of a key costs one load.
type blocking struct {
	waited atomic.Int32 // how many keys
	ready  atomic.Int32 // how many of them have changed, and have not been served yet
	_      [56]byte

	seed    maphash.Seed
	stripes [blockStripes]blockStripe
	queue   struct {
		sync.Mutex
		keys []*waitedKey // ready ones, in the order in which they became so
		held []*waitedKey // those whose clients a pause keeps waiting
	}
	serving   sync.Mutex // held by who serves; taken with the gate held shared, and no shard
	attendant *attendant // under serving
}

// blockStripes is how many locks the keys share.
const blockStripes = 64

// blockStripe is the keys of one lock. The lock is a leaf: taken with shards locked, and inside it only that of the queue.
type blockStripe struct {
	mu   sync.Mutex
	keys map[keyID]*waitedKey
	n    atomic.Int32 // len(keys)
	most int32        // how many keys the map has had room for
	_    [40]byte
}

// keyID is a key of a database.
type keyID struct {
	db  int
	key string
}

// of says whether the key is one of database db, or of any with storage.EveryDatabase.
func (k keyID) of(db int) bool { return k.db == db || db == storage.EveryDatabase }

// waitedKey is a key that clients wait for, under its stripe's lock.
type waitedKey struct {
	id          keyID
	key         []byte // id.key, for lookups
	stripe      *blockStripe
	first, last *place                      // in the order of arrival
	next        *place                      // where serving goes on
	kinds       [table.KindStream + 1]int32 // how many wait for each kind of value
	gone        int32                       // who wants to know when the key goes
	queued      bool                        // is ready, and waits to be served
	served      bool                        // is being served
	held        bool                        // a pause keeps its clients waiting
}

// place is a client's place at a key.
type place struct {
	w          *waiter
	at         *waitedKey
	prev, next *place
}

func (b *blocking) init() { b.seed = maphash.MakeSeed() }

// stripe is the stripe of a key.
func (b *blocking) stripe(db int, key []byte) *blockStripe {
	return &b.stripes[(maphash.Bytes(b.seed, key)+uint64(db))%blockStripes]
}

// add gives w its places, unless its wait is over already. The keys are locked.
func (b *blocking) add(w *waiter, keys [][]byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	w.at = make([]place, 0, len(keys))
	for _, key := range keys {
		st := b.stripe(w.db, key)
		st.mu.Lock()
		e := st.keys[keyID{w.db, string(key)}]
		if e == nil {
			e = b.newKey(st, w.db, key)
		}
		if e.last == nil || e.last.w != w { // a key may be named twice
			w.at = append(w.at, place{w: w, at: e})
			e.append(&w.at[len(w.at)-1])
		}
		st.mu.Unlock()
	}
}

// newKey makes the entry of a key, under its stripe's lock.
func (b *blocking) newKey(st *blockStripe, db int, key []byte) *waitedKey {
	e := &waitedKey{id: keyID{db, string(key)}, stripe: st}
	e.key = []byte(e.id.key)
	if st.keys == nil {
		st.keys = map[keyID]*waitedKey{}
	}
	st.keys[e.id] = e
	st.most = max(st.most, st.n.Add(1))
	b.waited.Add(1)
	return e
}

// append puts p behind the others. The caller holds the stripe.
func (e *waitedKey) append(p *place) {
	p.prev = e.last
	if e.last != nil {
		e.last.next = p
	} else {
		e.first = p
	}
	e.last = p
	e.kinds[p.w.kind]++
	if p.w.gone {
		e.gone++
	}
}

// remove gives up the places of w, whose wait is over. It may be called twice.
func (b *blocking) remove(w *waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	for i := range w.at {
		p := &w.at[i]
		e := p.at
		e.stripe.mu.Lock()
		e.unlink(p)
		b.tidy(e)
		e.stripe.mu.Unlock()
	}
	w.at = nil
}

// unlink takes p out of the line. The caller holds the stripe.
func (e *waitedKey) unlink(p *place) {
	if e.next == p {
		e.next = p.next
	}
	if p.prev != nil {
		p.prev.next = p.next
	} else {
		e.first = p.next
	}
	if p.next != nil {
		p.next.prev = p.prev
	} else {
		e.last = p.prev
	}
	e.kinds[p.w.kind]--
	if p.w.gone {
		e.gone--
	}
}

// tidy forgets a key that nobody waits for and nobody is about to serve. The caller holds the stripe.
func (b *blocking) tidy(e *waitedKey) {
	if e.first == nil && !e.queued && !e.served && !e.held {
		st := e.stripe
		delete(st.keys, e.id)
		if st.n.Add(-1) == 0 && st.most > keepWatched/blockStripes {
			st.keys, st.most = nil, 0
		}
		b.waited.Add(-1)
	}
}

// changed hears of every change of a key, under the key's lock.
func (srv *Server) changed(db int, key []byte, ev storage.Event, by int64) {
	if classes := srv.notes.classes.Load(); classes != 0 {
		srv.note(classes, db, key, ev)
	}
	srv.stir(db, key, ev, by)
}

// stir tells those who watch a key, keep a copy of it or wait for it that it has changed, by the client with the id by; 0: by none.
func (srv *Server) stir(db int, key []byte, ev storage.Event, by int64) {
	if srv.track.On() {
		srv.track.Changed(db, key, by)
	}
	if srv.watching.n.Load() != 0 {
		srv.watching.touch(db, key)
	}
	if srv.blocking.waited.Load() != 0 {
		srv.blocking.changed(db, key, ev)
	}
}

// changed marks the key as ready if somebody waits for it and the change may be what they wait for.
func (b *blocking) changed(db int, key []byte, ev storage.Event) {
	st := b.stripe(db, key)
	if st.n.Load() == 0 {
		return
	}
	does := effectOf(ev)
	if does == takes {
		return
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if e := st.keys[keyID{db, string(key)}]; e != nil && (does == gives || e.gone > 0) {
		b.enqueue(e)
	}
}

// effect is what a change can mean to those who wait.
type effect uint8

const (
	gives effect = iota // the key may hold what they wait for
	ends                // it may be gone, or what they wait for in it
	takes               // nothing
)

// effectOf tells what a change can mean. What is not known may give: a needless look costs little, a missed one would leave a client
// waiting.
func effectOf(ev storage.Event) effect {
	switch ev {
	case "del", "rename_from", "move_from", "xgroup-destroy":
		return ends
	case "", "expire", "persist", "lpop", "rpop", "lrem", "ltrim", "lset", "linsert", "zrem", "zpopmin", "zpopmax", "zremrangebyrank",
		"zremrangebyscore", "zremrangebylex", "xdel", "xtrim", "xsetid", "xgroup-create", "xgroup-setid", "xgroup-createconsumer",
		"xgroup-delconsumer":
		return takes
	}
	return gives
}

// enqueue makes a key ready. The caller holds the stripe.
func (b *blocking) enqueue(e *waitedKey) {
	if e.queued {
		return
	}
	e.queued = true
	if !e.served {
		b.ready.Add(1)
	}
	b.queue.Lock()
	b.queue.keys = append(b.queue.keys, e)
	b.queue.Unlock()
}

// replaced makes all keys of a database, or of storage.EveryDatabase, ready: a flush or a swap has exchanged its contents. The gate is held alone.
func (srv *Server) replaced(db int) {
	if srv.watching.n.Load() != 0 {
		tx := srv.keys.NewTx()
		tx.SetNow(srv.clock.Milli())
		srv.watching.replaced(db, func(id keyID) bool { return tx.Select(id.db) && !tx.Look([]byte(id.key)).IsNil() })
	}
	b := &srv.blocking
	if b.waited.Load() == 0 {
		return
	}
	for i := range b.stripes {
		st := &b.stripes[i]
		st.mu.Lock()
		for id, e := range st.keys {
			if id.of(db) {
				b.enqueue(e)
			}
		}
		st.mu.Unlock()
	}
}

// waitersIn is who waits for keys of a database. The gate is held alone.
func (b *blocking) waitersIn(db int) []*waiter {
	if b.waited.Load() == 0 {
		return nil
	}
	var all []*waiter
	for i := range b.stripes {
		st := &b.stripes[i]
		st.mu.Lock()
		for id, e := range st.keys {
			if id.db != db {
				continue
			}
			for p := e.first; p != nil; p = p.next {
				all = append(all, p.w) // once for each of its keys
			}
		}
		st.mu.Unlock()
	}
	return all
}

// isReady reports whether somebody who waits for the key must be served before others may use it. The key is locked.
func (b *blocking) isReady(db int, key []byte) bool {
	st := b.stripe(db, key)
	if st.n.Load() == 0 {
		return false
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	e := st.keys[keyID{db, string(key)}]
	return e != nil && (e.queued || e.served)
}

// blockedKeys is how many keys clients wait for, and for how many of them somebody wants to know when they go.
func (srv *Server) blockedKeys() (keys, orGone int64) {
	b := &srv.blocking
	for i := range b.stripes {
		st := &b.stripes[i]
		st.mu.Lock()
		for _, e := range st.keys {
			if e.first != nil {
				keys++
			}
			if e.gone > 0 {
				orGone++
			}
		}
		st.mu.Unlock()
	}
	return keys, orGone
}
