package storage

import (
	"errors"
	"math/rand/v2"
	"slices"

	"redstart/storage/table"
)

// ErrWrongType is returned when a key holds another type than the operation wants.
var ErrWrongType = errors.New("key holds another type")

// Tx is one command's view of the keyspace: the database it selected, its time, the shards it locked, and the books of what it
// changed. A Tx is reused from command to command and belongs to one goroutine. Records and views of their bytes are valid until
// the shards are unlocked or the key is changed.
//
// Each command is Lock, LockAll or Begin, the operations, Unlock, Enforce. Between the first and Unlock the bytes of the keys
// that were passed must not change.
type Tx struct {
	ks  *Keyspace
	db  *DB
	now int64  // Unix ms, the same for the whole command
	lru uint32 // now as access clock
	// lost is how many keys of the database had lost their place under max-keys when the command had locked its keys; everyLost for
	// one that locks none.
	lost uint64

	// By is who makes the changes, for those who hear of them.
	By int64
	// NoTouch leaves access clocks and the order of use as they are (CLIENT NO-TOUCH).
	NoTouch bool
	// Replay keeps keys whose time has come: the log that is loaded says itself when they were removed.
	Replay bool
	// Pause, when set, is called by Keys between shards, while no shard is locked: it may leave the gate and enter it again, so
	// that a long walk does not keep those waiting who need the gate alone.
	Pause func()
	// Caller, when set, tells of the command that runs, see Caller.
	Caller Caller

	key      []byte // the last key that was hashed; the next operation on the same key need not hash it again
	hash     uint64
	sh       *shard
	locked   []*shard
	dirty    int
	victims  []victim // keys whose place was taken under max-keys; Enforce removes them
	promise  *promise // what Reserve got, nil without; shared with those that Other made
	scratch  []doomed // of Scan
	pausable bool     // the gate is held shared and no shard is locked
	build    []byte   // what Scratch gives
	journal  *journal // of a command in a database with rules; nil in others
	kept     *journal // the journal between commands
	armed    []Armed  // see there
	origin   *Tx      // whose Other this is
	random   *rand.Rand
}

// NewTx returns a Tx on database 0.
func (ks *Keyspace) NewTx() *Tx {
	tx := &Tx{ks: ks, db: ks.dbs.get(0), lost: everyLost}
	if s := ks.opts.Seed; s != 0 {
		tx.random = rand.New(rand.NewPCG(s, s))
	}
	return tx
}

// Select makes the Tx use database n; it reports false, and changes nothing, when there is none.
func (tx *Tx) Select(n int) bool {
	db := tx.ks.dbs.get(n)
	if db == nil {
		return false
	}
	tx.db, tx.key, tx.sh = db, nil, nil
	return true
}

// Database is the selected database, for Return.
func (tx *Tx) Database() *DB { return tx.db }

// Return makes the Tx use database n once more, which was db when a Tx used it last: if it has been closed since the Tx is Closed, even if
// another database has the number n by now. Where db was another one, or nil, Return is Select, and Unselect if there is no database n.
func (tx *Tx) Return(db *DB, n int) {
	switch {
	case db != nil && db.id == n:
		tx.db, tx.key, tx.sh = db, nil, nil
	case !tx.Select(n):
		tx.Unselect()
	}
}

// Unselect makes the Tx use no database: it is Closed, as after the Close of the database that it uses.
func (tx *Tx) Unselect() { tx.db, tx.key, tx.sh = tx.ks.nowhere, nil, nil }

// Closed says that the database that the Tx uses is no longer there: no command may use keys until another one is selected. The caller
// holds the gate.
func (tx *Tx) Closed() bool { return tx.db.closed }

// Keyspace is where the Tx works: for what concerns all databases.
func (tx *Tx) Keyspace() *Keyspace { return tx.ks }

// DB is the number of the selected database, -1 after Unselect.
func (tx *Tx) DB() int { return tx.db.id }

// Now is the command's time, Unix ms.
func (tx *Tx) Now() int64 { return tx.now }

// SetNow sets the command's time, Unix ms.
func (tx *Tx) SetNow(ms int64) {
	tx.now = ms
	tx.lru = lruClock(ms)
}

// Dirty is the number of changes since Begin. Zero: nothing to log.
func (tx *Tx) Dirty() int { return tx.dirty }

// Bump counts a change that the Tx does not see itself.
func (tx *Tx) Bump() { tx.dirty++ }

// Begin starts a command that locks no shard: one that runs alone, under the exclusive gate, or one that uses no keys or walks
// over all of them.
func (tx *Tx) Begin(alone bool) {
	tx.dirty, tx.key, tx.sh, tx.pausable = 0, nil, nil, !alone
	if tx.db.rules != nil {
		tx.record()
	}
}

// Lock starts a command on one key.
func (tx *Tx) Lock(key []byte) {
	tx.dirty, tx.pausable = 0, false
	tx.aim(key)
	tx.sh.mu.Lock()
	tx.locked = append(tx.locked[:0], tx.sh)
	tx.begun()
}

// begun notes which keys are lost for the command; its shards are locked.
func (tx *Tx) begun() {
	if tx.db.recent != nil {
		tx.lost = tx.db.recent.lost.Load()
	}
	if tx.db.rules != nil {
		tx.record()
	}
}

// LockAll starts a command on several keys, which may repeat. With other >= 0, the shards of the same keys in database other are
// locked too. Shards are taken in the order of DESIGN.md.
func (tx *Tx) LockAll(keys [][]byte, other int) {
	tx.dirty, tx.key, tx.sh, tx.pausable = 0, nil, nil, false
	tx.locked = tx.locked[:0]
	second := tx.second(other)
	for _, k := range keys {
		h := table.Hash(tx.ks.seed, k)
		tx.locked = append(tx.locked, tx.db.shard(h))
		if second != nil {
			tx.locked = append(tx.locked, second.shard(h))
		}
	}
	if len(tx.locked) > 1 {
		slices.SortFunc(tx.locked, compareShards)
		tx.locked = slices.Compact(tx.locked)
	}
	for _, sh := range tx.locked {
		sh.mu.Lock()
	}
	tx.begun()
	if second != nil && second.rules != nil {
		tx.record()
	}
}

// second is the database other, nil when there is none or it is the one that is selected.
func (tx *Tx) second(other int) *DB {
	if other == tx.db.id {
		return nil
	}
	return tx.ks.dbs.get(other)
}

// Unlock ends a command: the shards are free for others, and what Reserve promised and was not used is given back. It may be
// called twice. What was changed in a database with rules and not settled is taken back.
func (tx *Tx) Unlock() {
	if tx.journal != nil {
		tx.abandon()
	}
	if len(tx.armed) > 0 {
		clear(tx.armed)
		tx.armed = tx.armed[:0]
	}
	if tx.promise != nil {
		tx.promise.release()
		tx.promise = nil
	}
	for i, sh := range tx.locked {
		sh.mu.Unlock()
		tx.locked[i] = nil
	}
	tx.locked = tx.locked[:0]
	tx.lost = everyLost
	// An idle session must not keep a request's buffer, or the shards of a database that is flushed, alive.
	tx.key, tx.sh = nil, nil
}

// Other is a Tx on database n that shares this one's time; its changes are counted by Absorb. The shards must have been locked by
// LockAll with that database, or the gate be held alone. It reports false when there is no such database.
func (tx *Tx) Other(n int) (*Tx, bool) {
	o := tx.aside(n)
	if o == nil {
		return nil, false
	}
	if tx.journal != nil || o.journal != nil {
		tx.record()
		o.record()
		o.origin = tx
		if tx.journal != nil { // not so while the log is replayed
			tx.journal.others = append(tx.journal.others, o)
		}
	}
	return o, true
}

// aside is Other for a look; nil: there is no such database.
func (tx *Tx) aside(n int) *Tx {
	o := tx.ks.NewTx()
	if !o.Select(n) {
		return nil
	}
	o.NoTouch, o.Replay, o.promise = tx.NoTouch, tx.Replay, tx.promise
	o.SetNow(tx.now)
	o.begun()
	return o
}

// Absorb counts the changes of o, made by Other, as this Tx's own.
func (tx *Tx) Absorb(o *Tx) {
	tx.dirty += o.dirty
	tx.victims = append(tx.victims, o.victims...)
	o.dirty, o.victims = 0, nil
}

// at finds the shard and the hash of key, without hashing again the key that the dispatcher locked.
func (tx *Tx) at(key []byte) (*shard, uint64) {
	if len(key) == 0 || len(tx.key) != len(key) || &tx.key[0] != &key[0] {
		tx.aim(key)
	}
	return tx.sh, tx.hash
}

// aim makes key the one that at knows.
func (tx *Tx) aim(key []byte) {
	h := table.Hash(tx.ks.seed, key)
	tx.key, tx.hash, tx.sh = key, h, tx.db.shard(h)
}
