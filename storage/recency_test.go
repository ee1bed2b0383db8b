package storage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"redstart/storage/table"
)

func bound(f *fixture, n int, evict bool) {
	f.Gate.Lock()
	f.SetMaxKeys(n, evict)
	f.Gate.Unlock()
}

func TestMaxKeysEvictsTheLeastRecentlyUsed(t *testing.T) {
	f := newFixture(t, Options{})
	var left []string
	f.removed = func(_ int, key string, why Reason) { left = append(left, fmt.Sprint(key, why == Evicted)) }
	bound(f, 3, true)
	for _, k := range []string{"a", "b", "c"} {
		set(f.tx, k, "v")
	}
	get(f.tx, "a") // b is the oldest

	on(f.tx, "b", func(k []byte) { f.tx.Peek(k) }) // EXISTS is no use
	set(f.tx, "b", "w")                            // but writing is: c is the oldest
	set(f.tx, "d", "v")                            // and goes

	f.tx.NoTouch = true
	get(f.tx, "a") // does not count
	f.tx.NoTouch = false
	set(f.tx, "e", "v") // a goes

	on(f.tx, "b", func(k []byte) { f.tx.Edit(k) }) // d is the oldest
	del(f.tx, "e")
	set(f.tx, "f", "v") // there is room
	set(f.tx, "g", "v") // d goes

	f.checkBooks(t)
	if want := []string{"ctrue", "atrue", "dtrue"}; !slices.Equal(left, want) {
		t.Errorf("removed %q, want %q", left, want)
	}
	if n := f.tx.Len(); n != 3 {
		t.Errorf("%d keys", n)
	}
}

func TestMaxKeysAtRunTime(t *testing.T) {
	f := newFixture(t, Options{})
	for i := range 100 {
		f.tx.Select(i % 2)
		set(f.tx, fmt.Sprint(i), "v")
		f.advance(time.Second)
	}
	bound(f, 10, false)
	if n := f.tx.Len(); n != 50 {
		t.Errorf("the policy reject removed keys: %d of 50 left", n)
	}
	bound(f, 10, true)
	f.checkBooks(t)
	for i := range 100 {
		f.tx.Select(i % 2)
		if _, ok := get(f.tx, fmt.Sprint(i)); ok != (i >= 80) {
			t.Errorf("key %d there: %v", i, ok)
		}
	}
	bound(f, 0, true)
	for i := range 100 {
		set(f.tx, fmt.Sprint("more", i), "v")
	}
	if n := f.tx.Len(); n != 110 {
		t.Errorf("%d keys without a bound, want 110", n)
	}
}

// TestCondemnedKeyIsGone looks for a key between the command that took its place and its removal.
func TestCondemnedKeyIsGone(t *testing.T) {
	f := newFixture(t, Options{Shards: 4})
	bound(f, 1, true)
	set(f.tx, "old", "v")
	add := func() (finish func()) {
		tx := f.newTx()
		tx.Lock([]byte("new"))
		tx.SetString([]byte("new"), []byte("v"), 0, "set")
		tx.Unlock()
		return tx.Enforce
	}
	for name, look := range map[string]func() bool{
		"Peek": func() (gone bool) { on(f.tx, "old", func(k []byte) { gone = f.tx.Peek(k).IsNil() }); return gone },
		"Scan": func() bool { return !slices.Contains(scanAll(f.tx, 10), "old") },
		"Keys": func() bool { return !slices.Contains(allKeys(f.tx), "old") },
		"Random": func() bool {
			return f.tx.Random(func(r table.Record) {
				if string(r.Key()) != "new" {
					t.Errorf("drew %q", r.Key())
				}
			})
		},
		"Set": func() bool { // begins a new life, and condemns new
			set(f.tx, "old", "again")
			v, _ := get(f.tx, "old")
			return v == "again"
		},
	} {
		del(f.tx, "new")
		set(f.tx, "old", "v")
		enforce := add()
		if n := f.tx.Len(); n != 1 {
			t.Errorf("%s: %d keys seen before the removal", name, n)
		}
		if !look() {
			t.Errorf("%s: the key is still seen", name)
		}
		enforce()
		if n := f.tx.Len(); n != 1 {
			t.Errorf("%s: %d keys", name, n)
		}
		f.checkBooks(t)
	}
}

// TestMaxKeysHoldsWheneverAClientLooks runs writers, deleters and lookers side by side.
func TestMaxKeysHoldsWheneverAClientLooks(t *testing.T) {
	const limit = 50
	for _, evict := range []bool{true, false} {
		f := newFixture(t, Options{Shards: 16})
		bound(f, limit, evict)
		var writers, lookers sync.WaitGroup
		stop := make(chan struct{})
		for w := range 4 {
			writers.Go(func() {
				tx := f.newTx()
				rnd := rand.New(rand.NewPCG(1, uint64(w)))
				for range 3000 {
					randomWrite(f, tx, rnd)
				}
			})
		}
		for range 2 {
			lookers.Go(func() {
				tx := f.newTx()
				for {
					select {
					case <-stop:
						return
					default:
					}
					f.Gate.Enter(3)
					tx.Begin(false)
					if n := tx.Len(); n > limit {
						t.Errorf("DBSIZE is %d", n)
					}
					tx.Unlock()
					f.Gate.Leave(3)
				}
			})
		}
		writers.Wait()
		close(stop)
		lookers.Wait()
		f.checkBooks(t)
		if n := len(allKeys(f.tx)); n > limit || n < limit/2 {
			t.Errorf("evict %v: %d keys in the end", evict, n)
		}
		if n := f.Stats().Evicted; evict != (n > 0) {
			t.Errorf("evict %v: %d evicted", evict, n)
		}
	}
}

// randomWrite sets two random keys, or deletes one, as a dispatcher does it.
func randomWrite(f *fixture, tx *Tx, rnd *rand.Rand) {
	keys := [][]byte{[]byte(fmt.Sprint(rnd.IntN(200))), []byte(fmt.Sprint(rnd.IntN(200)))}
	f.Gate.Enter(4)
	defer f.Gate.Leave(4)
	tx.LockAll(keys, -1)
	switch {
	case rnd.IntN(10) == 0:
		tx.Delete(keys[0], "del")
	case !tx.Reserve(keys, -1):
	default:
		for _, k := range keys {
			if rnd.IntN(4) > 0 { // not all that was reserved
				tx.SetString(k, []byte("v"), 0, "set")
			}
		}
	}
	tx.Unlock()
	tx.Enforce()
}

func TestReserve(t *testing.T) {
	f := newFixture(t, Options{})
	bound(f, 3, false)
	words := func(keys ...string) (b [][]byte) {
		for _, k := range keys {
			b = append(b, []byte(k))
		}
		return b
	}
	mset := func(keys ...string) bool {
		f.tx.LockAll(words(keys...), -1)
		defer f.tx.Unlock()
		if !f.tx.Reserve(words(keys...), -1) {
			return false
		}
		for _, k := range words(keys...) {
			f.tx.SetString(k, []byte("v"), 0, "set")
		}
		return true
	}
	for _, c := range []struct {
		keys []string
		want bool
	}{
		{[]string{"a", "b", "c", "d"}, false},
		{[]string{"a", "a", "b", "a"}, true},
		{[]string{"a", "c"}, true},
		{[]string{"d"}, false},
		{[]string{"a", "b", "c"}, true},
	} {
		if got := mset(c.keys...); got != c.want {
			t.Errorf("MSET %q: %v", c.keys, got)
		}
	}
	// Into another database, which has room; what was promised and not used comes back.
	for i := range 4 {
		f.tx.LockAll(words("a", "x"), 1)
		if !f.tx.Reserve(words("x"), 1) {
			t.Errorf("no room in database 1, try %d", i)
		}
		o, _ := f.tx.Other(1)
		if i == 3 {
			o.Copy([]byte("x"), f.tx.Get([]byte("a")), "copy_to")
		}
		f.tx.Absorb(o)
		f.tx.Unlock()
	}
	f.checkBooks(t)
	for n := range 2 {
		if rec := f.dbs.get(n).recent; rec.promised != 0 || rec.keys != []int{3, 1}[n] {
			t.Errorf("database %d: %d keys, %d promised", n, rec.keys, rec.promised)
		}
	}
	f.Gate.Lock()
	f.Swap(0, 1)
	f.Flush(1)
	f.Gate.Unlock()
	if !mset("y") || !mset("z") || mset("w") {
		t.Error("the bound does not follow flush and swap")
	}
	f.checkBooks(t)
}
