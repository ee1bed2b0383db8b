package storage

import (
	"fmt"
	"strings"
	"testing"
)

// benchKeys is a number of keys that no cache holds.
const benchKeys = 1 << 18

func benchFixture(b *testing.B) (f *fixture, keys [][]byte, value []byte) {
	f = newFixture(b, Options{})
	value = []byte(strings.Repeat("v", 64))
	for i := range benchKeys {
		k := fmt.Appendf(nil, "key:%012d", i)
		keys = append(keys, k)
		set(f.tx, string(k), string(value))
	}
	b.ReportAllocs()
	b.ResetTimer()
	return f, keys, value
}

func BenchmarkGet(b *testing.B) {
	f, keys, _ := benchFixture(b)
	b.RunParallel(func(pb *testing.PB) {
		tx := f.newTx()
		for i := 0; pb.Next(); i += 7919 {
			tx.Lock(keys[i&(benchKeys-1)])
			tx.Get(keys[i&(benchKeys-1)])
			tx.Unlock()
		}
	})
}

func BenchmarkSet(b *testing.B) {
	f, keys, value := benchFixture(b)
	b.RunParallel(func(pb *testing.PB) {
		tx := f.newTx()
		for i := 0; pb.Next(); i += 7919 {
			tx.Lock(keys[i&(benchKeys-1)])
			tx.SetString(keys[i&(benchKeys-1)], value, 0, "set")
			tx.Unlock()
		}
	})
}

func BenchmarkSetNewAndDelete(b *testing.B) {
	f, _, value := benchFixture(b)
	key := make([]byte, 0, 32)
	for i := range b.N {
		key = fmt.Appendf(key[:0], "new:%012d", i)
		f.tx.Lock(key)
		f.tx.SetString(key, value, 0, "set")
		f.tx.Unlock()
		f.tx.Lock(key)
		f.tx.Delete(key, "del")
		f.tx.Unlock()
	}
}

func BenchmarkGetMaxKeys(b *testing.B) {
	f, keys, _ := benchFixture(b)
	f.SetMaxKeys(benchKeys, true)
	b.ResetTimer()
	for i := range b.N {
		k := keys[i*7919&(benchKeys-1)]
		f.tx.Lock(k)
		f.tx.Get(k)
		f.tx.Unlock()
	}
}

func BenchmarkSetWithEviction(b *testing.B) {
	f, _, value := benchFixture(b)
	room := Room{Max: f.Used(), Policy: AllKeysLRU}
	key := make([]byte, 0, 32)
	for i := range b.N {
		key = fmt.Appendf(key[:0], "new:%012d", i)
		f.MakeRoom(room)
		f.tx.Lock(key)
		f.tx.SetString(key, value, 0, "set")
		f.tx.Unlock()
	}
}

// BenchmarkSweepIdle sweeps where nothing is due.
func BenchmarkSweepIdle(b *testing.B) {
	f, keys, value := benchFixture(b)
	for _, k := range keys {
		f.tx.Lock(k)
		f.tx.SetString(k, value, testStart+1e6, "set")
		f.tx.Unlock()
	}
	b.ResetTimer()
	for range b.N {
		f.Sweep(1, period)
	}
}
