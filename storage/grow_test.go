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

// growAtRandom gives some databases twice as many shards, or more. The caller holds the gate alone.
func (f *fixture) growAtRandom(random uint64) {
	for _, st := range slices.Clone(f.stores.all()) {
		if spread := st.spread() + uint(random%3); spread > st.spread() && spread <= f.spread {
			f.split(st, spread)
		}
		random /= 3
	}
}

// small is a fixture whose Tx uses a small database.
func small(t testing.TB, o Options) *fixture {
	f := newFixture(t, o)
	f.tx.Select(f.OpenNext())
	return f
}

// shardsOf is the number of shards of the database that tx uses.
func shardsOf(tx *Tx) int { return len(tx.db.shards()) }

func TestGrow(t *testing.T) {
	for _, c := range []struct{ most, steps []int }{
		{[]int{1}, []int{1}},
		{[]int{64}, []int{1, 64}},
		{[]int{1024}, []int{1, 32, 1024}},
		{[]int{4096}, []int{1, 32, 4096}},
	} {
		f := small(t, Options{Shards: c.most[0]})
		var steps []int
		for i := range 40_000 {
			setUntil(f.tx, fmt.Sprint(i), "v", []int64{0, testStart + 1000}[i%2])
			if f.Crowded() {
				f.Gate.Lock()
				f.Grow()
				f.Gate.Unlock()
			}
			if n := shardsOf(f.tx); len(steps) == 0 || steps[len(steps)-1] != n {
				steps = append(steps, n)
			}
		}
		if !slices.Equal(steps, c.steps) || f.Crowded() {
			t.Errorf("at most %d shards: it has %d shards one after another, want %d", c.most[0], steps, c.steps)
		}
		for i := range 40_000 {
			if _, ok := get(f.tx, fmt.Sprint(i)); !ok {
				t.Fatalf("key %d is lost", i)
			}
		}
		f.checkBooks(t)
		if u := f.Usage(f.tx.DB()); u.Keys != 40_000 || u.Hits != 40_000 || f.SmallStats().Keys != 40_000 {
			t.Errorf("usage: %+v", u)
		}
		f.advance(2 * time.Second)
		f.Sweep(10, period)
		if n := f.tx.Len(); n != 20_000 {
			t.Errorf("%d keys are left by the sweep", n)
		}
		f.Gate.Lock()
		f.FlushAll()
		f.Gate.Unlock()
		if set(f.tx, "k", "v"); shardsOf(f.tx) != 1 {
			t.Errorf("%d shards after a flush", shardsOf(f.tx))
		}
		f.checkBooks(t)
	}
}

// TestGrowOfWhatIsNoLongerThere flushes, swaps and closes databases that wait for more shards.
func TestGrowOfWhatIsNoLongerThere(t *testing.T) {
	f := newFixture(t, Options{Databases: 1})
	for n := 1; n <= 4; n++ {
		f.Open(n)
		f.tx.Select(n)
		for i := range crowd + 50 {
			set(f.tx, fmt.Sprint(n, i), "v")
		}
	}
	digest := func() uint64 { // without the two that go
		f.Flush(1)
		f.Close(2)
		return f.digest()
	}
	want := digest()
	f.Swap(3, 0)
	f.Swap(3, 0)
	f.Swap(4, 0)
	f.Grow()
	f.Swap(4, 0)
	if got := f.digest(); got != want {
		t.Errorf("digest %x after Grow, want %x", got, want)
	}
	if n := len(f.dbs.get(4).shards()); n != 32 || f.dbs.get(1).shards() != nil {
		t.Errorf("%d shards", n)
	}
	f.checkBooks(t)
}

// TestScanGuaranteeThroughGrowth walks databases while they get more shards at random, and while keys come and go.
func TestScanGuaranteeThroughGrowth(t *testing.T) {
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(5, seed))
		f := small(t, Options{Shards: 256})
		stay := 1 + rnd.IntN(3000)
		for i := range stay {
			set(f.tx, fmt.Sprint("stay", i), "v")
		}
		come := 0
		disturb := func() {
			for range rnd.IntN(200) {
				if rnd.IntN(2) == 0 {
					set(f.tx, fmt.Sprint("come", come), "v")
					come++
				} else {
					del(f.tx, fmt.Sprint("come", rnd.IntN(come+1)))
				}
			}
			if rnd.IntN(6) == 0 {
				f.growAtRandom(rnd.Uint64())
			}
		}
		f.tx.Pause = disturb // of the walk of KEYS
		given := map[string]int{}
		note := func(r table.Record) { given[string(r.Key())]++ }
		steps := 0
		for cursor := uint64(0); ; {
			disturb()
			f.tx.Begin(false)
			cursor = f.tx.Scan(cursor, 1+rnd.IntN(100), note)
			f.tx.Unlock()
			if cursor == 0 {
				break
			}
			if steps++; steps > 100_000 {
				t.Fatalf("seed %d: SCAN does not end", seed)
			}
		}
		scanned := len(given)
		for i := range stay {
			if given[fmt.Sprint("stay", i)] == 0 {
				t.Fatalf("seed %d: SCAN has not given key %d of %d, in %d shards at the end", seed, i, stay, shardsOf(f.tx))
			}
		}
		clear(given)
		walker := f.newTx()
		walker.Select(f.tx.DB())
		walker.Pause = disturb
		walker.Begin(false)
		walker.Keys(nil, note)
		for i := range stay {
			if n := given[fmt.Sprint("stay", i)]; n != 1 {
				t.Fatalf("seed %d: KEYS has given key %d of %d %d times (SCAN gave %d keys)", seed, i, stay, n, scanned)
			}
		}
		f.checkBooks(t)
	}
}

func TestSnapshotThroughGrowth(t *testing.T) {
	for seed := range uint64(10) {
		rnd := rand.New(rand.NewPCG(6, seed))
		f := newFixture(t, Options{Shards: 64, Databases: 1})
		for n := range 5 {
			f.Open(n)
			f.tx.Select(n)
			for i := range 1000 {
				set(f.tx, fmt.Sprint(i), fmt.Sprint(n))
			}
		}
		for range 3 {
			s, digest, keys := f.cut(t)
			for range 5 {
				for range 20 {
					f.tx.Select(rnd.IntN(5))
					set(f.tx, fmt.Sprint(rnd.IntN(1500)), "w")
				}
				f.growAtRandom(rnd.Uint64())
				f.Swap(rnd.IntN(5), rnd.IntN(5))
			}
			f.Close(4)
			f.Open(4)
			f.tx.Select(4)
			set(f.tx, "k", "v")
			if sum, records := walkDigest(t, s); sum != digest || records != keys {
				t.Errorf("seed %d: %d records with digest %x, at the cut %d with %x", seed, records, sum, keys, digest)
			}
			f.checkBooks(t)
		}
	}
}

// TestDatabasesUnderWriters opens, closes, swaps and grows databases while others use them.
func TestDatabasesUnderWriters(t *testing.T) {
	const most = 8
	f := newFixture(t, Options{Shards: 64, Databases: 2})
	var writers sync.WaitGroup
	turns := make(chan struct{}, 8)
	for w := range 4 {
		writers.Go(func() {
			rnd := rand.New(rand.NewPCG(7, uint64(w)))
			tx := f.newTx()
			for range turns {
				if tx.Select(rnd.IntN(most)) { // without the gate, as sessions do
					useDatabase(f, tx, rnd)
				}
			}
		})
	}
	rnd := rand.New(rand.NewPCG(8, 8))
	for i := range 2000 {
		turns <- struct{}{}
		f.Gate.Lock()
		a, b := rnd.IntN(most), rnd.IntN(most)
		switch rnd.IntN(5) {
		case 0:
			f.Open(a)
		case 1:
			f.Close(a)
		case 2:
			if f.Exists(a) && f.Exists(b) {
				f.Swap(a, b)
			}
		case 3:
			f.growAtRandom(rnd.Uint64())
		default:
			f.Flush(a)
		}
		f.Grow()
		f.Gate.Unlock()
		f.now.Add(10)
		f.Sweep(1, period)
		f.Gate.Enter(0)
		f.Stats()
		f.Usage(a)
		f.Gate.Leave(0)
		if i%20 == 0 {
			s, digest, keys := f.cut(t)
			if sum, records := walkDigest(t, s); sum != digest || records != keys {
				t.Errorf("%d records with digest %x, at the cut %d with %x", records, sum, keys, digest)
			}
		}
	}
	close(turns)
	writers.Wait()
	f.checkBooks(t)
}

// useDatabase runs some commands in the selected database.
func useDatabase(f *fixture, tx *Tx, rnd *rand.Rand) {
	f.Gate.Enter(0)
	defer f.Gate.Leave(0)
	if tx.Closed() {
		return
	}
	tx.SetNow(f.now.Load())
	for range 20 {
		k := fmt.Append(nil, rnd.IntN(3000))
		tx.Lock(k)
		switch rnd.IntN(4) {
		case 0:
			tx.Delete(k, "del")
		case 1:
			tx.SetString(k, k, f.now.Load()+rnd.Int64N(200), "set")
		default:
			tx.SetString(k, k, 0, "set")
		}
		tx.Unlock()
	}
	other := rnd.IntN(8)
	keys := [][]byte{[]byte("1"), []byte("2")}
	tx.LockAll(keys, other)
	if o, ok := tx.Other(other); ok {
		if r := tx.Get(keys[0]); !r.IsNil() && o.DB() != tx.DB() {
			o.Copy(keys[0], r, "copy_to")
		}
	}
	tx.Unlock()
	tx.Begin(false)
	tx.Scan(0, 10, func(table.Record) {})
	tx.Len()
	tx.Unlock()
	if rnd.IntN(50) == 0 {
		f.MakeRoom(Room{Max: max(f.Used()-1000, 1), Policy: AllKeysLRU})
	}
}

// TestMaxKeysThroughGrowth fills databases within max-keys, while they grow and swap: the last keys stay, in each.
func TestMaxKeysThroughGrowth(t *testing.T) {
	const most = 1000
	f := newFixture(t, Options{Shards: 64, Databases: 1})
	bound(f, most, true)
	a, b := f.OpenNext(), f.OpenNext()
	for i := range 3 * most {
		for _, n := range []int{a, b} {
			f.tx.Select(n)
			set(f.tx, fmt.Sprint(n, " ", i), "v")
		}
		if f.Crowded() || i%500 == 0 {
			f.Gate.Lock()
			f.Grow()
			f.Swap(a, b)
			f.Swap(a, b)
			f.Gate.Unlock()
		}
	}
	for _, n := range []int{a, b} {
		f.tx.Select(n)
		if shardsOf(f.tx) != 64 || f.tx.Len() != most {
			t.Errorf("database %d: %d keys in %d shards", n, f.tx.Len(), shardsOf(f.tx))
		}
		for i := range 3 * most {
			if _, ok := get(f.tx, fmt.Sprint(n, " ", i)); ok != (i >= 2*most) {
				t.Fatalf("database %d: key %d is there: %v", n, i, ok)
			}
		}
	}
	f.checkBooks(t)
}
