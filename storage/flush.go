package storage

// Flush removes all keys of database n and returns how many there were. Its time does not depend on their number; a snapshot
// under way keeps what it needs. The caller holds the gate alone.
func (ks *Keyspace) Flush(n int) int {
	db := ks.dbs[n]
	st := db.store.Load()
	if st == nil {
		return 0
	}
	keys := 0
	for i := range st.shards {
		sh := &st.shards[i]
		keys += sh.t.Len()
		ks.counters.hits += sh.hits
		ks.counters.misses += sh.misses
		ks.mem[i%memStripes].bytes.Add(-sh.used)
	}
	if db.recent != nil {
		keys = db.recent.len()
		db.recent = newRecency(ks.maxKeys)
	}
	db.store.Store(nil)
	ks.replaced(n)
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
	for n := range ks.dbs {
		keys += ks.Flush(n)
	}
	return keys
}

// Swap exchanges the contents of databases a and b. Every Tx sees them at its next command. The caller holds the gate alone.
func (ks *Keyspace) Swap(a, b int) {
	x, y := ks.dbs[a], ks.dbs[b]
	if x == y {
		return
	}
	x.store.Store(y.store.Swap(x.store.Load()))
	x.recent, y.recent = y.recent, x.recent
	ks.replaced(a)
	ks.replaced(b)
}
