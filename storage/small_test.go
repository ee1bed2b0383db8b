package storage

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"redstart/storage/table"
)

// manyDatabases is how many small databases the measurements have.
const manyDatabases = 100_000

// heapBytes is the bytes of live objects.
func heapBytes() int64 {
	runtime.GC()
	runtime.GC() // the first may leave what was being swept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestMemoryOfSmallDatabases is not parallel: it measures the heap of the process.
func TestMemoryOfSmallDatabases(t *testing.T) {
	f := newFixture(t, Options{})
	before := heapBytes()
	for range manyDatabases {
		f.OpenNext()
	}
	empty := (heapBytes() - before) / manyDatabases
	var records int64
	for n := f.Numbered(); n < f.Databases(); n++ {
		f.tx.Select(n)
		for i := range 10 {
			k := fmt.Appendf(nil, "key:%d", i)
			f.tx.Lock(k)
			f.tx.SetString(k, []byte("value"), 0, "set")
			records += int64(f.tx.Look(k).Size())
			f.tx.Unlock()
		}
	}
	used := heapBytes() - before
	full := (used - records) / manyDatabases
	t.Logf("an empty database takes %d bytes, one of ten keys %d beyond its keys", empty, full)
	if empty > 256 || full > 768 {
		t.Errorf("an empty database takes %d bytes, one of ten keys %d beyond its keys", empty, full)
	}
	for n := f.Numbered(); n < f.Databases(); {
		f.Close(f.Databases() - 1)
	}
	f.tx.Unselect()
	if left := heapBytes() - before; left > used/50 || f.Used() != 0 {
		t.Errorf("%d bytes of %d are left when all databases are closed; %d are counted", left, used, f.Used())
	}
	runtime.KeepAlive(f)
}

// withMany is a keyspace with many small databases, of some keys each that expire at at.
func withMany(b *testing.B, keys int, at int64) *fixture {
	f := newFixture(b, Options{})
	for range manyDatabases {
		f.tx.Select(f.OpenNext())
		for i := range keys {
			setUntil(f.tx, fmt.Sprint(i), "v", at)
		}
	}
	return f
}

func BenchmarkOpenAndClose(b *testing.B) {
	f := withMany(b, 0, 0)
	for b.Loop() {
		f.Gate.Lock()
		f.Close(f.OpenNext())
		f.Gate.Unlock()
	}
}

func BenchmarkOpenMany(b *testing.B) {
	for b.Loop() {
		f := newFixture(b, Options{})
		for range manyDatabases {
			f.Gate.Lock()
			f.OpenNext()
			f.Gate.Unlock()
		}
	}
}

// BenchmarkManyDue sweeps 100,000 databases whose ten keys are all due.
func BenchmarkManyDue(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		f := withMany(b, 10, testStart-1)
		b.StartTimer()
		f.Sweep(1, period)
		if f.Stats().Expired != 10*manyDatabases {
			b.Fatal("the sweep has left some")
		}
	}
}

// The rest is what one call costs with 100,000 databases of ten keys.

func BenchmarkManySweep(b *testing.B) {
	f := withMany(b, 10, testStart+int64(time.Hour/time.Millisecond))
	for b.Loop() {
		f.Sweep(1, period)
	}
}

func BenchmarkManyStats(b *testing.B) {
	f := withMany(b, 10, 0)
	for b.Loop() {
		f.Stats()
		f.SmallStats()
	}
}

func BenchmarkManyCut(b *testing.B) {
	f := withMany(b, 10, 0)
	for b.Loop() {
		s, err := f.Cut(func(dst []byte, _ int, _ table.Record) []byte { return dst })
		if err != nil {
			b.Fatal(err)
		}
		s.Abort()
	}
}

func BenchmarkManyWalk(b *testing.B) {
	f := withMany(b, 10, 0)
	for b.Loop() {
		s, err := f.Cut(func(dst []byte, _ int, r table.Record) []byte { return append(dst, r.Key()...) })
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Walk(func(int, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGrow is the longest that one Grow holds the gate alone.
func BenchmarkGrow(b *testing.B) {
	f := newFixture(b, Options{})
	f.tx.Select(f.OpenNext())
	for b.Loop() {
		b.StopTimer()
		f.FlushAll()
		set(f.tx, "k", "v")
		f.split(f.tx.db.store.Load(), growth)
		for i := range crowd << growth {
			set(f.tx, fmt.Sprint(i), "v")
		}
		b.StartTimer()
		f.split(f.tx.db.store.Load(), f.spread)
	}
}

func BenchmarkManyEvict(b *testing.B) {
	f := withMany(b, 10, 0)
	for b.Loop() {
		f.tx.Select(f.Numbered() + rand.IntN(manyDatabases))
		set(f.tx, "new", "v")
		f.MakeRoom(Room{Max: f.Used() - 1, Policy: AllKeysLRU})
	}
}
