// Package storage holds the keys and their values: databases of sharded hash tables, expiry, capacity and snapshots.
// It speaks of keys, bytes and time; it knows neither the wire protocol nor connections, and it logs nothing. DESIGN.md beside
// this file states the locks.
package storage

import (
	"hash/maphash"
	"math/bits"
	"sync/atomic"
	"time"
)

const (
	// DefaultDatabases is the number of numbered databases.
	DefaultDatabases = 16
	// DefaultShards is the number of shards of a numbered database.
	DefaultShards = 1024
	// maxShards is what the hash bits that the table leaves free can tell apart.
	maxShards = 4096
)

// Options configure a Keyspace. The zero value works.
type Options struct {
	Databases int // number of numbered databases; default DefaultDatabases
	// Shards is the shards of each numbered database, and the most that a small one gets, rounded up to a power of two, at most 4096.
	// Default: DefaultShards.
	Shards int
	// Seed makes what each Tx draws by Rand repeatable, for tests. Default: it is not.
	Seed uint64
	// Now is the clock: Unix time in milliseconds. Commands carry their own time; the sweeps and eviction ask this clock.
	// Default: time stands still at 0, so nothing is swept.
	Now func() int64
	// Mono measures how long a sweep or an eviction takes: a time that never goes back, from any origin. Default: Now.
	Mono func() time.Duration
	// Removed hears of keys that left without a command asking for it. It is called under the key's shard lock, so that what
	// it logs has each key's order. key is valid during the call. Default: nobody hears.
	Removed func(db int, key []byte, why Reason)
	// FieldExpired hears of fields of hashes whose time has come, under the key's shard lock, before Changed hears of the key. key and
	// field are valid during the call. Default: nobody hears.
	FieldExpired func(db int, key, field []byte)
	// Changed hears of every change of a key, under its shard lock, and whose it is: Tx.By; 0: nobody's. key is valid during the call.
	// Default: nobody hears.
	Changed func(db int, key []byte, ev Event, by int64)
	// Added hears of every new key, before Changed hears of what it holds; Missed of every look for reading at a key that is not there.
	// Both are called under the key's shard lock. Default: nobody hears.
	Added, Missed func(db int, key []byte)
	// Replaced hears that a flush, a swap or its end has exchanged all keys of a database, or of EveryDatabase. The gate is held alone.
	// Default: nobody hears.
	Replaced func(db int)
}

// Reason says why a key left by itself.
type Reason uint8

// The reasons.
const (
	Expired Reason = iota // its time to live ended
	Evicted               // it made room
)

// Event is what keyspace notifications call it.
func (r Reason) Event() Event {
	if r == Expired {
		return "expired"
	}
	return "evicted"
}

// Event names a change as keyspace notifications do: "set", "del", "expire".
type Event string

// Keyspace is all databases of one server. Who uses a database holds the Gate, shared for commands on keys, exclusively for what
// touches everything (FLUSHALL, SWAPDB, the cut of a snapshot); a Tx locks the shards.
type Keyspace struct {
	Gate Gate

	opts   Options
	seed   maphash.Seed
	spread uint // log2 of Options.Shards
	dbs    databases
	stores census
	crowds crowds

	mem     [memStripes + 1]memStripe // the last one counts what is in no database
	serials atomic.Uint64             // of the last store
	epoch   uint32                    // of the last snapshot cut; changed under the exclusive gate
	snap    atomic.Pointer[Snapshot]
	maxKeys capacity  // of each database; changed under the exclusive gate
	lfu     lfuParams // changed under the exclusive gate

	suspended bool // nothing is bounded now; changed under the exclusive gate

	nowhere  *DB // what a Tx uses that uses no database
	counters counters
	sweeper  sweeper
	evictor  evictor
}

// memStripes is how many counters share the byte count, so that cores do not fight for one; a power of two.
const memStripes = 16

type memStripe struct {
	bytes atomic.Int64
	_     [56]byte
}

// New makes an empty keyspace.
func New(o Options) *Keyspace {
	if o.Databases <= 0 {
		o.Databases = DefaultDatabases
	}
	if o.Shards <= 0 {
		o.Shards = DefaultShards
	}
	log := bits.Len(uint(min(o.Shards, maxShards) - 1))
	o.Shards = 1 << log
	if o.Now == nil {
		o.Now = func() int64 { return 0 }
	}
	if o.Mono == nil {
		o.Mono = func() time.Duration { return time.Duration(o.Now()) * time.Millisecond }
	}
	ks := &Keyspace{opts: o, seed: maphash.MakeSeed(), spread: uint(log)}
	ks.nowhere = &DB{ks: ks, id: -1, closed: true}
	ks.dbs.list.Store(new(make([]atomic.Pointer[DB], o.Databases)))
	for ks.dbs.free() < o.Databases {
		ks.OpenNext()
	}
	return ks
}

// Used is the bytes held by keys, values and tables, as maxmemory counts them. It is cheap and needs no lock.
func (ks *Keyspace) Used() int64 {
	var n int64
	for i := range memStripes {
		n += ks.mem[i].bytes.Load()
	}
	return n
}
