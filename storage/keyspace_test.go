package storage

import (
	"fmt"
	"hash/fnv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"redstart/storage/table"
	"redstart/storage/value/hash"
)

// fixture is a keyspace with a clock that the test moves and a record of what left by itself.
type fixture struct {
	*Keyspace
	now     atomic.Int64 // Unix ms
	removed func(db int, key string, why Reason)
	tx      *Tx
}

const testStart = 1_700_000_000_000

func newFixture(t testing.TB, o Options) *fixture {
	t.Helper()
	f := &fixture{}
	f.now.Store(testStart)
	o.Now = f.now.Load
	if o.Mono == nil {
		o.Mono = func() time.Duration { return 0 }
	}
	o.Removed = func(db int, key []byte, why Reason) {
		if f.removed != nil {
			f.removed(db, string(key), why)
		}
	}
	f.Keyspace = New(o)
	f.tx = f.newTx()
	return f
}

func (f *fixture) newTx() *Tx {
	tx := f.NewTx()
	tx.SetNow(f.now.Load())
	return tx
}

// advance moves the clock.
func (f *fixture) advance(d time.Duration) {
	f.tx.SetNow(f.now.Add(d.Milliseconds()))
}

// on runs op as a command on key.
func on(tx *Tx, key string, op func(key []byte)) {
	k := []byte(key)
	tx.Keyspace().Gate.Enter(0)
	defer tx.Keyspace().Gate.Leave(0)
	tx.Lock(k)
	op(k)
	tx.Unlock()
	tx.Enforce()
}

func set(tx *Tx, key, value string) { setUntil(tx, key, value, 0) }

func setUntil(tx *Tx, key, value string, at int64) {
	on(tx, key, func(k []byte) { tx.SetString(k, []byte(value), at, "set") })
}

// get returns "" and false for a missing key.
func get(tx *Tx, key string) (value string, ok bool) {
	on(tx, key, func(k []byte) {
		if r := tx.Get(k); !r.IsNil() {
			value, ok = string(r.Value()), true
		}
	})
	return value, ok
}

func del(tx *Tx, key string) (ok bool) {
	on(tx, key, func(k []byte) { ok = !tx.Delete(k, "del").IsNil() })
	return ok
}

// digest sums up all databases: equal data, equal digest, whatever the order.
func (f *fixture) digest() uint64 {
	var sum uint64
	tx := f.newTx()
	tx.Replay = true // with keys whose time has come
	for n := range f.Databases() {
		if !tx.Select(n) {
			continue
		}
		tx.Begin(true)
		tx.Keys(nil, func(r table.Record) { sum += hashRecord(n, r) })
		tx.Unlock()
	}
	return sum
}

func hashRecord(db int, r table.Record) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %q %q %d", db, r.Key(), r.Value(), r.ExpireAt())
	return h.Sum64()
}

func TestNewRoundsShards(t *testing.T) {
	for _, c := range []struct{ ask, want int }{{0, DefaultShards}, {1, 1}, {3, 4}, {1000, 1024}, {1 << 20, maxShards}} {
		ks := New(Options{Shards: c.ask})
		tx := ks.NewTx()
		for i := range 100 {
			set(tx, fmt.Sprint(i), "v")
		}
		if n := len(ks.dbs.get(0).shards()); n != c.want {
			t.Errorf("%d shards asked: got %d, want %d", c.ask, n, c.want)
		}
		if n := tx.Len(); n != 100 {
			t.Errorf("%d shards asked: %d keys of 100", c.ask, n)
		}
	}
}

func TestUsedReturnsToZero(t *testing.T) {
	f := newFixture(t, Options{Shards: 8})
	tx := f.tx
	for i := range 5000 {
		key := fmt.Sprintf("key:%d", i)
		setUntil(tx, key, strings.Repeat("v", i%300), []int64{0, testStart + 1000, testStart + 2000}[i%3])
		switch i % 5 {
		case 0:
			set(tx, key, strings.Repeat("w", i%700))
		case 1:
			on(tx, key, func(k []byte) { tx.SetExpire(k, testStart+5000, "expire") })
		case 2:
			on(tx, key, func(k []byte) { tx.SetExpire(k, 0, "persist") })
		case 3:
			on(tx, key, func(k []byte) { tx.Resize(k, tx.Edit(k), 1000, 2000) })
		case 4:
			on(tx, key, func(k []byte) { tx.StoreObject(k, table.Record{}, table.KindList, new(object), "lpush") })
		}
	}
	f.checkBooks(t)
	if f.Used() < 5000*50 {
		t.Errorf("5000 keys use %d bytes", f.Used())
	}
	for i := range 5000 {
		if key := fmt.Sprintf("key:%d", i); !del(tx, key) {
			t.Fatalf("%s is missing", key)
		}
	}
	if n := f.Used(); n != 0 {
		t.Errorf("%d bytes used after all keys were deleted", n)
	}
	f.checkBooks(t)
}

// checkBooks compares what the shards count with what they hold.
func (f *fixture) checkBooks(t *testing.T) {
	t.Helper()
	var all int64
	for n := range f.Databases() {
		db := f.dbs.get(n)
		if db == nil {
			continue
		}
		shards := db.shards()
		first := int64(0) // when something may expire
		if st := db.store.Load(); st != nil && st != f.sweeper.in {
			first = st.due.Load()
		}
		keys := 0
		for i := range shards {
			sh := &shards[i]
			var used int64
			timed, fielded := int32(0), int32(0)
			sh.t.All(func(r table.Record) bool {
				keys++
				used += int64(r.Size())
				if at := r.ExpireAt(); at != 0 {
					timed++
					if sh.cursor == 0 && sh.due > at {
						t.Errorf("shard %d: %q expires at %d, before due %d", i, r.Key(), at, sh.due)
					}
				}
				if tracked(r) {
					fielded++
					if at := hash.Due(r); at != 0 && sh.cursor == 0 && sh.due > at {
						t.Errorf("shard %d: a field of %q expires at %d, before due %d", i, r.Key(), at, sh.due)
					}
				}
				return true
			})
			if sh.due != 0 && first > sh.due || sh.due != 0 && first == 0 && db.store.Load() != f.sweeper.in {
				t.Errorf("shard %d: due at %d, its store at %d", i, sh.due, first)
			}
			if timed|fielded == 0 && sh.due != 0 {
				t.Errorf("shard %d: due at %d, with nothing that expires", i, sh.due)
			}
			if sh.fielded != fielded {
				t.Errorf("shard %d: counts %d hashes with fields that expire, has %d", i, sh.fielded, fielded)
			}
			if sh.tmem != int64(sh.t.Mem()) || sh.used != used+sh.tmem || sh.timed != timed {
				t.Errorf("shard %d: counts %d bytes, %d of the table, %d timed; has %d, %d, %d", i, sh.used, sh.tmem, sh.timed,
					used+int64(sh.t.Mem()), sh.t.Mem(), timed)
			}
			all += sh.used
		}
		if db.recent != nil && db.recent.len() != keys {
			t.Errorf("database %d: %d keys in the order of use, %d in tables", db.id, db.recent.len(), keys)
		}
	}
	if all != f.Used() {
		t.Errorf("Used is %d, shards use %d", f.Used(), all)
	}
}
