package storage

import "slices"

// Flush removes all keys of database n, if there is one, and returns how many there were. Its time does not depend on their number; a snapshot
// under way keeps what it needs. The caller holds the gate alone.
func (ks *Keyspace) Flush(n int) int {
	db := ks.dbs.get(n)
	if db == nil {
		return 0
	}
	st := db.store.Load()
	if st == nil {
		return 0
	}
	keys := ks.empty(st)
	ks.replaced(n)
	return keys
}

// empty takes a store from its database, and returns how many keys are in it.
func (ks *Keyspace) empty(st *store) int {
	db := st.db
	st.settleAccounts()
	keys := 0
	for i := range st.shards {
		sh := &st.shards[i]
		keys += sh.t.Len()
		ks.mem[sh.stripe].bytes.Add(-sh.used)
	}
	if db.recent != nil {
		keys = db.recent.len()
		db.recent.db = nil
		db.recent = db.newRecency()
	}
	db.store.Store(nil)
	ks.stores.remove(st)
	return keys
}

func (ks *Keyspace) replaced(n int) {
	if f := ks.opts.Replaced; f != nil {
		f(n)
	}
}

// FlushAll removes all keys and returns how many there were. The caller holds the gate alone.
func (ks *Keyspace) FlushAll() int {
	keys := 0
	stores := slices.Clone(ks.stores.all())
	for _, st := range slices.Backward(stores) {
		keys += ks.empty(st)
	}
	if len(stores) > 0 {
		ks.replaced(EveryDatabase)
	}
	return keys
}

// Swap exchanges the contents of databases a and b, which exist, and have no rules unless bounds are suspended. Every Tx sees them at its next
// command. The caller holds the gate alone.
func (ks *Keyspace) Swap(a, b int) {
	x, y := ks.dbs.get(a), ks.dbs.get(b)
	if x == y {
		return
	}
	for _, db := range [...]*DB{x, y} {
		if st := db.store.Load(); st != nil {
			st.settleAccounts()
		}
	}
	x.store.Store(y.store.Swap(x.store.Load()))
	x.recent, y.recent = y.recent, x.recent
	for _, db := range [...]*DB{x, y} {
		if db.recent != nil {
			db.recent.db = db
		}
		if st := db.store.Load(); st != nil {
			ks.given(st, db)
		}
	}
	ks.replaced(a)
	ks.replaced(b)
}

// given makes st the store of db; a snapshot goes on to know it by the number that it had at the cut.
func (ks *Keyspace) given(st *store, db *DB) {
	if st.cutOf != ks.epoch {
		st.cutOf, st.cut = ks.epoch, st.number
	}
	st.db, st.number = db, db.id
}
