package storage

import "sync/atomic"

const (
	// MaxDatabases is how many databases there can be: their numbers are below it.
	MaxDatabases = 1 << 22
	// EveryDatabase is a number that stands for all databases.
	EveryDatabase = -1
)

// databases are the keyspace's databases by number. Looking one up needs no lock and no gate; everything else is done under the
// exclusive gate.
type databases struct {
	list  atomic.Pointer[[]atomic.Pointer[DB]] // replaced by a longer one when it is full
	top   atomic.Int64                         // no database has this number or a higher one
	lower int                                  // no number below is free
}

// get returns database n, nil when there is none.
func (d *databases) get(n int) *DB {
	l := *d.list.Load()
	if uint(n) >= uint(len(l)) {
		return nil
	}
	return l[n].Load()
}

// put makes db the database of its number, which is free.
func (d *databases) put(db *DB) {
	l := *d.list.Load()
	if db.id >= len(l) {
		longer := make([]atomic.Pointer[DB], max(2*len(l), db.id+1))
		for i := range l {
			longer[i].Store(l[i].Load())
		}
		d.list.Store(&longer)
		l = longer
	}
	l[db.id].Store(db)
	d.top.Store(max(d.top.Load(), int64(db.id)+1))
}

// take frees the number n.
func (d *databases) take(n int) {
	l := *d.list.Load()
	l[n].Store(nil)
	d.lower = min(d.lower, n)
	top := int(d.top.Load())
	for top > 0 && l[top-1].Load() == nil {
		top--
	}
	d.top.Store(int64(top))
}

// free is the lowest number that no database has.
func (d *databases) free() int {
	for d.get(d.lower) != nil {
		d.lower++
	}
	return d.lower
}

// Numbered is the number of the databases that are always there, from 0 on.
func (ks *Keyspace) Numbered() int { return ks.opts.Databases }

// Databases is a bound on the numbers of databases: 0 to Databases-1 are worth asking Exists of.
func (ks *Keyspace) Databases() int { return int(ks.dbs.top.Load()) }

// Exists says whether there is a database n. Without the gate that may have changed when the caller looks at the answer.
func (ks *Keyspace) Exists(n int) bool { return ks.dbs.get(n) != nil }

// Open makes the small database n, which has one shard and gets more as it grows; false: there is one, or n is negative or not below
// MaxDatabases. The caller holds the gate alone.
func (ks *Keyspace) Open(n int) bool {
	if n < 0 || n >= MaxDatabases || ks.dbs.get(n) != nil {
		return false
	}
	db := &DB{ks: ks, id: n}
	db.recent = db.newRecency()
	ks.dbs.put(db)
	return true
}

// OpenNext is Open with the lowest free number, which it returns; -1: there are MaxDatabases. The caller holds the gate alone.
func (ks *Keyspace) OpenNext() int {
	if n := ks.dbs.free(); ks.Open(n) {
		return n
	}
	return -1
}

// Close removes the small database n with all its keys, and returns how many those were; its number is free then. Like Flush, it does not
// take longer for more keys. A Tx that had selected the database finds it Closed. ok is false when there is no such database, and for the
// numbered ones, which stay. The caller holds the gate alone.
func (ks *Keyspace) Close(n int) (keys int, ok bool) {
	db := ks.dbs.get(n)
	if db == nil || n < ks.Numbered() {
		return 0, false
	}
	keys = ks.Flush(n)
	db.closed = true
	if db.recent != nil {
		db.recent.db = nil
	}
	ks.dbs.take(n)
	return keys, true
}
