package storage

import (
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"redstart/storage/table"
)

// scanAll scans the whole database in steps of count.
func scanAll(tx *Tx, count int) (keys []string) {
	var cursor uint64
	for {
		tx.Begin(false)
		cursor = tx.Scan(cursor, count, func(r table.Record) { keys = append(keys, string(r.Key())) })
		tx.Unlock()
		if cursor == 0 {
			return keys
		}
	}
}

func allKeys(tx *Tx) (keys []string) {
	tx.Begin(false)
	tx.Keys(nil, func(r table.Record) { keys = append(keys, string(r.Key())) })
	tx.Unlock()
	return keys
}

func TestScanOfFewKeysIsOneCall(t *testing.T) {
	f := newFixture(t, Options{})
	for i := range 5 {
		set(f.tx, fmt.Sprint(i), "v")
	}
	n := 0
	f.tx.Begin(false)
	if next := f.tx.Scan(0, 10, func(table.Record) { n++ }); next != 0 || n != 5 {
		t.Errorf("cursor %d after %d keys", next, n)
	}
	f.tx.Select(1)
	if next := f.tx.Scan(0, 10, func(table.Record) { n++ }); next != 0 || n != 5 {
		t.Errorf("an empty database: cursor %d after %d keys", next, n)
	}
}

func TestScanWithoutChangesIsExact(t *testing.T) {
	for _, shards := range []int{1, 2, 1024} {
		f := newFixture(t, Options{Shards: shards})
		for i := range 3000 {
			set(f.tx, fmt.Sprint(i), "v")
		}
		for _, count := range []int{1, 10, 1000, math.MaxInt} {
			keys := scanAll(f.tx, count)
			slices.Sort(keys)
			if n := len(slices.Compact(keys)); n != 3000 || len(keys) != 3000 {
				t.Errorf("%d shards, count %d: %d keys, %d different", shards, count, len(keys), n)
			}
		}
	}
}

func TestScanIsSafeWithAnyCursor(t *testing.T) {
	f := newFixture(t, Options{Shards: 8})
	for i := range 500 {
		set(f.tx, fmt.Sprint(i), "v")
	}
	for _, c := range []uint64{1, 7, 8, 12345, 1 << 32, 1 << 63, math.MaxUint64, math.MaxInt64} {
		for n := 0; c != 0; n++ {
			if c = f.tx.Scan(c, 10, func(table.Record) {}); n > 1000 {
				t.Fatalf("no end from cursor %d", c)
			}
		}
	}
}

func TestScanRemovesExpired(t *testing.T) {
	f := newFixture(t, Options{Shards: 4})
	for i := range 300 {
		setUntil(f.tx, fmt.Sprint(i), "v", []int64{0, testStart + 1, testStart + 2}[i%3])
	}
	f.advance(time.Second)
	if n := len(allKeys(f.tx)); n != 100 {
		t.Errorf("KEYS gives %d keys, want 100", n)
	}
	if n := f.tx.Len(); n != 300 {
		t.Errorf("%d keys counted before they are removed", n)
	}
	keys := scanAll(f.tx, 10)
	slices.Sort(keys) // removals shrink the tables, so some may come twice
	if n := len(slices.Compact(keys)); n != 100 {
		t.Errorf("SCAN gives %d keys, want 100", n)
	}
	if n := f.tx.Len(); n != 100 || f.Stats().Expired != 200 {
		t.Errorf("%d keys left", n)
	}
	f.checkBooks(t)
}

// TestScanGuarantee scans while other keys come and go, so that the tables double and halve.
func TestScanGuarantee(t *testing.T) {
	for _, shards := range []int{1, 16} {
		f := newFixture(t, Options{Shards: shards})
		const stay = 500
		for i := range stay {
			set(f.tx, fmt.Sprint("stay", i), "v")
		}
		var others sync.WaitGroup
		stop := make(chan struct{})
		for w := range 2 {
			others.Go(func() {
				tx := f.newTx()
				for {
					for i := range 5000 {
						set(tx, fmt.Sprint("come", w, i), "v")
					}
					for i := range 5000 {
						del(tx, fmt.Sprint("come", w, i))
					}
					select {
					case <-stop:
						return
					default:
					}
				}
			})
		}
		tx := f.newTx()
		for round := range 20 {
			seen := map[string]bool{}
			for _, k := range scanAll(tx, 1+round*7) {
				seen[k] = true
			}
			for i := range stay {
				if !seen[fmt.Sprint("stay", i)] {
					t.Fatalf("%d shards, round %d: a key that was there all the time is missing", shards, round)
				}
			}
		}
		close(stop)
		others.Wait()
		f.checkBooks(t)
	}
}

func TestKeysMatchesAndPauses(t *testing.T) {
	f := newFixture(t, Options{Shards: 8})
	for i := range 100 {
		set(f.tx, fmt.Sprint(i), "v")
	}
	pauses, n := 0, 0
	f.tx.Pause = func() { pauses++ }
	f.tx.Begin(false)
	f.tx.Keys(func(k []byte) bool { return len(k) == 1 }, func(table.Record) { n++ })
	if n != 10 || pauses != 8 {
		t.Errorf("%d keys, %d pauses", n, pauses)
	}
	f.tx.Begin(true)
	f.tx.Keys(nil, func(table.Record) { n++ })
	if n != 110 || pauses != 8 {
		t.Errorf("alone: %d keys, %d pauses", n, pauses)
	}
	f.tx.Pause = func() {
		f.Gate.Lock()
		f.FlushAll()
		f.Gate.Unlock()
	}
	n = 0
	f.tx.Begin(false)
	if f.tx.Keys(nil, func(table.Record) { n++ }); n == 100 {
		t.Error("flushed in the pause, but all keys came")
	}
}

func TestRandomIsUniform(t *testing.T) {
	f := newFixture(t, Options{Shards: 16})
	const keys, draws = 40, 20_000
	if f.tx.Random(func(table.Record) {}) {
		t.Error("a key of an empty database")
	}
	for i := range keys {
		set(f.tx, fmt.Sprint(i), "v")
		setUntil(f.tx, fmt.Sprint("expired", i), "v", testStart-1)
	}
	times := map[string]float64{}
	for range draws {
		if !f.tx.Random(func(r table.Record) { times[string(r.Key())]++ }) {
			t.Fatal("no key drawn")
		}
	}
	var chi2 float64
	for _, n := range times {
		chi2 += (n - draws/keys) * (n - draws/keys) / (draws / keys)
	}
	// 39 degrees of freedom: above 90 has a probability below 1e-5.
	if len(times) != keys || chi2 > 90 {
		t.Errorf("%d keys drawn, chi-square %.1f", len(times), chi2)
	}
	if n := f.tx.Len(); n != keys {
		t.Errorf("%d keys left", n)
	}
}

func TestRandomOfExpiredOnly(t *testing.T) {
	f := newFixture(t, Options{})
	for i := range 20 {
		setUntil(f.tx, fmt.Sprint(i), "v", testStart-1)
	}
	if f.tx.Random(func(table.Record) {}) || f.tx.Len() != 0 {
		t.Errorf("%d keys left", f.tx.Len())
	}
}

// FuzzScanCursor goes on from any cursor, while keys come and go: it must end, and give existing keys only.
func FuzzScanCursor(f *testing.F) {
	f.Add(uint64(0), uint8(10), []byte("abc"))
	f.Add(uint64(math.MaxUint64), uint8(0), []byte{0, 255, 0, 255})
	f.Add(uint64(1<<63|5), uint8(255), []byte("\x80\x00\x80\x00"))
	f.Fuzz(func(t *testing.T, cursor uint64, count uint8, ops []byte) {
		fx := newFixture(t, Options{Shards: 4})
		exists := map[string]bool{}
		for i := range 200 {
			set(fx.tx, fmt.Sprint(i), "v")
			exists[fmt.Sprint(i)] = true
		}
		for calls := 0; ; calls++ {
			cursor = fx.tx.Scan(cursor, int(count), func(r table.Record) {
				if !exists[string(r.Key())] {
					t.Errorf("gave %q, which does not exist", r.Key())
				}
			})
			if cursor == 0 {
				break
			}
			if calls > 10_000 {
				t.Fatal("no end")
			}
			if calls < len(ops) {
				key := fmt.Sprint(ops[calls] & 0x7f)
				if exists[key] = ops[calls] < 0x80; exists[key] {
					set(fx.tx, key, "v")
				} else {
					del(fx.tx, key)
				}
			}
		}
		fx.checkBooks(t)
	})
}
