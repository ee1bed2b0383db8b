package storage_test

import (
	"testing"

	"redstart/storage"
)

// TestUsage follows the counts of one database through everything that exchanges or gives up its shards.
func TestUsage(t *testing.T) {
	now := int64(1000)
	ks := storage.New(storage.Options{Now: func() int64 { return now }})
	ks.Gate.Lock()
	defer ks.Gate.Unlock()
	n := ks.OpenNext()
	tx := ks.NewTx()
	tx.SetNow(now)
	if !tx.Select(n) {
		t.Fatal("the database is not there")
	}
	on := func(key string, f func(k []byte)) {
		k := []byte(key)
		tx.Lock(k)
		f(k)
		tx.Unlock()
	}
	set := func(at int64) func([]byte) {
		return func(k []byte) { tx.SetString(k, []byte("v"), at, "set") }
	}
	get := func(k []byte) { tx.Get(k) }
	var want storage.Usage
	check := func(when string) {
		t.Helper()
		got := ks.Usage(n)
		if (got.Bytes > 0) != (want.Keys > 0) {
			t.Errorf("%s: %d bytes with %d keys", when, got.Bytes, got.Keys)
		}
		want.Bytes = got.Bytes
		if got != want {
			t.Errorf("%s: %+v, want %+v", when, got, want)
		}
	}

	check("new")
	on("a", set(0))
	on("a", set(0))
	on("b", set(2000))
	on("a", get)
	on("none", get)
	want = storage.Usage{Keys: 2, Writes: 3, Hits: 1, Misses: 1}
	check("used")

	now = 3000
	tx.SetNow(now)
	on("b", get)
	want.Keys, want.Misses, want.Expirations = 1, 2, 1
	check("expired")

	ks.Swap(n, 3)
	want.Keys = 0
	check("swapped")
	if u := ks.Usage(3); u.Keys != 1 || u.Writes != 0 || u.Hits != 0 {
		t.Errorf("the other database: %+v", u)
	}
	on("c", set(0))
	want.Keys, want.Writes = 1, 4
	check("used after the swap")

	ks.Flush(n)
	want.Keys = 0
	check("flushed")
	if s := ks.Stats(); s.Hits != 1 || s.Misses != 2 || s.Expired != 1 {
		t.Errorf("the whole: %+v", s)
	}

	ks.ResetStats()
	want = storage.Usage{}
	check("reset")
}

// TestUsageOfMany has a small database grow, and loses nothing that was counted.
func TestUsageOfMany(t *testing.T) {
	ks := storage.New(storage.Options{})
	ks.Gate.Lock()
	defer ks.Gate.Unlock()
	n := ks.OpenNext()
	tx := ks.NewTx()
	tx.Select(n)
	const keys = 10_000
	for i := range keys {
		k := []byte{byte(i), byte(i >> 8), 'k'}
		tx.Lock(k)
		tx.SetString(k, []byte("v"), 0, "set")
		tx.Get(k)
		tx.Unlock()
		ks.Grow()
	}
	if u := ks.Usage(n); u.Keys != keys || u.Writes != keys || u.Hits != keys {
		t.Errorf("%+v", u)
	}
}

func TestUsageOfEvictions(t *testing.T) {
	ks := storage.New(storage.Options{})
	ks.Gate.Lock()
	defer ks.Gate.Unlock()
	ks.SetMaxKeys(2, true)
	n := ks.OpenNext()
	tx := ks.NewTx()
	tx.Select(n)
	for _, key := range []string{"a", "b", "c"} {
		k := []byte(key)
		tx.Lock(k)
		tx.SetString(k, nil, 0, "set")
		tx.Unlock()
		tx.Enforce()
	}
	if u := ks.Usage(n); u.Keys != 2 || u.Evictions != 1 || u.Expirations != 0 {
		t.Errorf("%+v", u)
	}
}
