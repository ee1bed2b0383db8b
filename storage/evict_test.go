package storage

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestPolicyNames(t *testing.T) {
	for p := range policies {
		if q, ok := ParsePolicy(p.String()); !ok || q != p {
			t.Errorf("%d is %q, which is %d", p, p, q)
		}
	}
	if _, ok := ParsePolicy("Allkeys-lru"); ok {
		t.Error("names are exact")
	}
}

const evictKeys = 4000

// payload is a value of a size at which no record shares its allocation with another.
var payload = strings.Repeat("v", 100)

// TestPolicies fills two databases with keys of which each policy must prefer some, evicts some and looks at what is left.
func TestPolicies(t *testing.T) {
	good := func(i int) bool { return i%2 == 0 } // the keys that should stay
	for _, c := range []struct {
		policy Policy
		// fill prepares the keyspace for one key.
		make func(f *fixture, key string, good bool)
		keep float64 // the least share of good keys that must be left
	}{
		{AllKeysLRU, func(f *fixture, key string, good bool) { set(f.tx, key, payload) }, 0.9},
		{AllKeysLFU, func(f *fixture, key string, good bool) {
			set(f.tx, key, payload)
			for range 30 {
				if good {
					get(f.tx, key)
				}
			}
		}, 0.9},
		{VolatileLRU, func(f *fixture, key string, good bool) { setUntil(f.tx, key, payload, until(good)) }, 1},
		{VolatileLFU, func(f *fixture, key string, good bool) { setUntil(f.tx, key, payload, until(good)) }, 1},
		{VolatileRandom, func(f *fixture, key string, good bool) { setUntil(f.tx, key, payload, until(good)) }, 1},
		{VolatileTTL, func(f *fixture, key string, good bool) {
			at := int64(testStart + 1e6)
			if good {
				at += 1e9
			}
			setUntil(f.tx, key, payload, at)
		}, 0.9},
		{AllKeysRandom, func(f *fixture, key string, good bool) { set(f.tx, key, payload) }, 0.4},
	} {
		t.Run(c.policy.String(), func(t *testing.T) {
			f := newFixture(t, Options{Shards: 64})
			f.SetLFU(c.policy.LFU(), 1, 1)
			for _, g := range []bool{false, true} {
				for i := range evictKeys {
					if good(i) == g {
						f.tx.Select(i / 2 % 2)
						c.make(f, fmt.Sprint(i), g)
					}
				}
				if !c.policy.LFU() {
					f.advance(time.Minute)
				}
			}
			full := f.Used()
			room := Room{Max: full * 3 / 5, Policy: c.policy, Samples: 5}
			if !f.MakeRoom(room) {
				t.Fatal("no room could be made")
			}
			f.checkBooks(t)
			if used := f.Used(); used > room.Max || used < room.Max*9/10 {
				t.Errorf("%d bytes used, the bound is %d", used, room.Max)
			}
			kept := 0
			for i := range evictKeys {
				f.tx.Select(i / 2 % 2)
				if _, ok := get(f.tx, fmt.Sprint(i)); ok && good(i) {
					kept++
				}
			}
			if share := float64(kept) / (evictKeys / 2); share < c.keep {
				t.Errorf("%.3f of the keys that should stay are left, want %.1f", share, c.keep)
			}
			if n := f.Stats().Evicted; n < evictKeys/4 || n > evictKeys*2/3 {
				t.Errorf("%d keys evicted of %d", n, evictKeys)
			}
		})
	}
}

// until is a time to live for the keys that may go.
func until(good bool) int64 {
	if good {
		return 0
	}
	return testStart + 1e9
}

func TestNoRoom(t *testing.T) {
	f := newFixture(t, Options{})
	if !f.MakeRoom(Room{Max: 1}) || !f.MakeRoom(Room{Policy: NoEviction}) {
		t.Error("an empty keyspace is over its bound")
	}
	for i := range 100 {
		set(f.tx, fmt.Sprint(i), payload)
	}
	if !f.MakeRoom(Room{}) {
		t.Error("no bound, no room")
	}
	for p := range policies {
		if p == NoEviction || p.volatile() {
			if f.MakeRoom(Room{Max: 1, Policy: p}) {
				t.Errorf("%v: made room out of keys that may not go", p)
			}
		}
	}
	if n := f.tx.Len(); n != 100 {
		t.Errorf("%d keys of 100 left", n)
	}
	if f.MakeRoom(Room{Max: 1000, Extra: 2000, Policy: AllKeysLRU}) || f.tx.Len() != 0 || f.Used() != 0 {
		t.Errorf("bytes beside the keyspace: %d keys left", f.tx.Len())
	}
}

// TestEvictsTheLastKey is for samples that must find one key among many shards.
func TestEvictsTheLastKey(t *testing.T) {
	for p := range policies {
		if p == NoEviction {
			continue
		}
		f := newFixture(t, Options{})
		f.tx.Select(7)
		setUntil(f.tx, "k", "v", testStart+1000)
		var left string
		f.removed = func(db int, key string, why Reason) { left = fmt.Sprint(db, key, why == Evicted) }
		if f.MakeRoom(Room{Max: 1, Policy: p}); left != "7ktrue" {
			t.Errorf("%v: removed %q", p, left)
		}
	}
}

func TestMakeRoomKeepsToItsTime(t *testing.T) {
	var mono time.Duration
	f := newFixture(t, Options{Mono: func() time.Duration { mono += 300 * time.Microsecond; return mono }})
	for i := range 1000 {
		set(f.tx, fmt.Sprint(i), payload)
	}
	room := Room{Max: 1, Policy: AllKeysRandom, Budget: 500 * time.Microsecond}
	if !f.MakeRoom(room) {
		t.Error("refused although keys can still go")
	}
	if n := f.tx.Len(); n == 0 || n == 1000 {
		t.Errorf("%d of 1000 keys left", n)
	}
}

func TestUsedCandidateStays(t *testing.T) {
	f := newFixture(t, Options{Shards: 1})
	for i := range poolSize {
		set(f.tx, fmt.Sprint(i), payload)
	}
	f.advance(time.Hour)
	if !f.MakeRoom(Room{Max: f.Used() - 1, Policy: AllKeysLRU, Samples: poolSize}) {
		t.Fatal("no room")
	}
	// The pool now knows all others as idle for an hour.
	var kept []string
	for i := range poolSize {
		if _, ok := get(f.tx, fmt.Sprint(i)); ok {
			kept = append(kept, fmt.Sprint(i))
		}
	}
	cold := "cold"
	f.now.Add(-time.Minute.Milliseconds())
	f.advance(0)
	set(f.tx, cold, payload)
	f.advance(time.Minute)
	if !f.MakeRoom(Room{Max: f.Used() - 1, Policy: AllKeysLRU, Samples: 2 * poolSize}) {
		t.Fatal("no room")
	}
	for _, key := range kept {
		if _, ok := get(f.tx, key); !ok {
			t.Errorf("%s went, although it had been used", key)
		}
	}
}
