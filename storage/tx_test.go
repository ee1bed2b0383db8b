package storage

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"redstart/storage/table"
)

func TestExpiryOnAccess(t *testing.T) {
	const at = testStart + 1000
	for _, c := range []struct {
		name string
		op   func(tx *Tx, k []byte)
		want string // the value after the time has come
	}{
		{"nothing", func(*Tx, []byte) {}, ""},
		{"overwritten", func(tx *Tx, k []byte) { tx.SetString(k, []byte("w"), 0, "set") }, "w"},
		{"overwritten with a time", func(tx *Tx, k []byte) { tx.SetString(k, []byte("w"), at+1000, "set") }, "w"},
		{"overwritten by a long value", func(tx *Tx, k []byte) { tx.SetString(k, []byte(strings.Repeat("w", 500)), 0, "set") }, strings.Repeat("w", 500)},
		{"overwritten by a long value with the time", func(tx *Tx, k []byte) { tx.SetString(k, []byte(strings.Repeat("w", 500)), at, "set") }, ""},
		{"persisted", func(tx *Tx, k []byte) { tx.SetExpire(k, 0, "persist") }, "v"},
		{"prolonged", func(tx *Tx, k []byte) { tx.SetExpire(k, at+1000, "expire") }, "v"},
		{"resized", func(tx *Tx, k []byte) { tx.Resize(k, tx.Edit(k), 5000, 5000) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, Options{})
			var left []string
			f.removed = func(_ int, key string, why Reason) {
				if why != Expired {
					t.Errorf("%q left because of %d", key, why)
				}
				left = append(left, key)
			}
			setUntil(f.tx, "k", "v", at)
			on(f.tx, "k", func(k []byte) { c.op(f.tx, k) })
			f.advance(time.Second)
			if _, ok := get(f.tx, "k"); !ok {
				t.Error("expired in the millisecond that it was to live to")
			}
			f.advance(time.Millisecond)
			if v, ok := get(f.tx, "k"); v != c.want || ok != (v != "") {
				t.Errorf("after the time: %q, %v; want %q", v, ok, c.want)
			}
			if (c.want == "") != slices.Equal(left, []string{"k"}) {
				t.Errorf("removals: %q", left)
			}
			f.checkBooks(t)
		})
	}
}

func TestExpiredKeyIsRemovedByEveryLookup(t *testing.T) {
	for name, look := range map[string]func(tx *Tx, k []byte) bool{
		"Get":    func(tx *Tx, k []byte) bool { return tx.Get(k).IsNil() },
		"Edit":   func(tx *Tx, k []byte) bool { return tx.Edit(k).IsNil() },
		"Peek":   func(tx *Tx, k []byte) bool { return tx.Peek(k).IsNil() },
		"Look":   func(tx *Tx, k []byte) bool { return tx.Look(k).IsNil() },
		"Delete": func(tx *Tx, k []byte) bool { return tx.Delete(k, "del").IsNil() },
		"String": func(tx *Tx, k []byte) bool { r, err := tx.String(k); return r.IsNil() && err == nil },
	} {
		f := newFixture(t, Options{})
		setUntil(f.tx, "k", "v", testStart-1)
		on(f.tx, "k", func(k []byte) {
			f.tx.Replay = true
			if look(f.tx, k) && name != "Delete" {
				t.Errorf("%s while replaying: gone", name)
			}
			if name == "Delete" {
				f.tx.SetString(k, []byte("v"), testStart-1, "set")
			}
			f.tx.Replay = false
			if !look(f.tx, k) {
				t.Errorf("%s: still there", name)
			}
		})
		if n := f.Stats().Expired; n != 1 || f.tx.Len() != 0 || f.Used() != 0 {
			t.Errorf("%s: %d expired, %d left, %d bytes", name, n, f.tx.Len(), f.Used())
		}
	}
}

func TestExpireOfMissingKey(t *testing.T) {
	f := newFixture(t, Options{})
	on(f.tx, "k", func(k []byte) {
		f.tx.SetExpire(k, testStart+1, "expire")
		if f.tx.Dirty() != 0 {
			t.Error("a change was counted")
		}
	})
}

func TestEmptyAndLongKeys(t *testing.T) {
	f := newFixture(t, Options{})
	keys := []string{"", "a", strings.Repeat("k", 255), strings.Repeat("k", 256), strings.Repeat("k", 70000), "\x00", "\xff\xfe"}
	for i, k := range keys {
		set(f.tx, k, strings.Repeat("v", i))
	}
	for i, k := range keys {
		if v, ok := get(f.tx, k); !ok || len(v) != i {
			t.Errorf("key of %d bytes: %q, %v", len(k), v, ok)
		}
	}
	args := make([][]byte, 0, 2*len(keys))
	for _, k := range append(keys, keys...) {
		args = append(args, []byte(k))
	}
	f.tx.LockAll(args, 1)
	for _, k := range args {
		f.tx.Delete(k, "del")
	}
	if f.tx.Dirty() != len(keys) {
		t.Errorf("%d changes, want %d", f.tx.Dirty(), len(keys))
	}
	f.tx.Unlock()
	if f.tx.Len() != 0 || f.Used() != 0 {
		t.Errorf("%d keys, %d bytes left", f.tx.Len(), f.Used())
	}
}

func TestOtherDatabase(t *testing.T) {
	f := newFixture(t, Options{})
	set(f.tx, "k", "v")
	k := []byte("k")
	f.tx.LockAll([][]byte{k, k}, 3)
	o, ok := f.tx.Other(3)
	if !ok {
		t.Fatal("no database 3")
	}
	o.Move(k, f.tx.Delete(k, "move_from"), "move_to")
	f.tx.Absorb(o)
	if f.tx.Dirty() != 2 {
		t.Errorf("%d changes", f.tx.Dirty())
	}
	f.tx.Unlock()
	if f.tx.Len() != 0 {
		t.Error("still in database 0")
	}
	if _, ok := f.tx.Other(16); ok {
		t.Error("database 16 exists")
	}
	if f.tx.Select(-1) || f.tx.Select(16) || !f.tx.Select(3) {
		t.Error("Select")
	}
	if v, _ := get(f.tx, "k"); v != "v" {
		t.Errorf("in database 3: %q", v)
	}
}

func TestEventsAndWrongType(t *testing.T) {
	var events []string
	f := newFixture(t, Options{Changed: func(db int, key []byte, ev Event, _ int64) {
		events = append(events, string(ev)+" "+string(key)+" "+string(rune('0'+db)))
	}})
	tx := f.tx
	set(tx, "s", "v")
	on(tx, "l", func(k []byte) {
		tx.StoreObject(k, table.Record{}, table.KindList, new(object), "lpush")
		if _, err := tx.String(k); !errors.Is(err, ErrWrongType) {
			t.Errorf("String of a list: %v", err)
		}
		if _, err := tx.EditString(k); !errors.Is(err, ErrWrongType) {
			t.Errorf("EditString of a list: %v", err)
		}
	})
	on(tx, "s", func(k []byte) {
		r := tx.Resize(k, tx.Edit(k), 4, 8)
		copy(r.Value()[1:], "!!!")
		tx.Changed(k, "append")
		tx.SetExpire(k, testStart+1, "expire")
		tx.Bump()
		if tx.Dirty() != 3 {
			t.Errorf("%d changes", tx.Dirty())
		}
	})
	set(tx, "l", "v!")
	del(tx, "s")
	del(tx, "s")
	want := []string{"set s 0", "lpush l 0", "append s 0", "expire s 0", "set l 0", "del s 0"}
	if !slices.Equal(events, want) {
		t.Errorf("events %q, want %q", events, want)
	}
}

func TestHitsAndMisses(t *testing.T) {
	f := newFixture(t, Options{})
	set(f.tx, "k", "v")
	for _, key := range []string{"k", "none", "none"} {
		on(f.tx, key, func(k []byte) {
			f.tx.Get(k)
			f.tx.Peek(k)
			f.tx.Edit(k)
			f.tx.Look(k)
		})
	}
	if s := f.Stats(); s.Hits != 2 || s.Misses != 4 {
		t.Errorf("%d hits, %d misses; want 2, 4", s.Hits, s.Misses)
	}
	f.Gate.Lock()
	f.FlushAll()
	f.Gate.Unlock()
	if s := f.Stats(); s.Hits != 2 || s.Misses != 4 {
		t.Errorf("after a flush: %d hits, %d misses", s.Hits, s.Misses)
	}
	f.Gate.Lock()
	f.ResetStats()
	f.Gate.Unlock()
	if s := f.Stats(); s != (Stats{}) {
		t.Errorf("after the reset: %+v", s)
	}
}

func TestAccessClock(t *testing.T) {
	f := newFixture(t, Options{})
	set(f.tx, "k", "v")
	idle := func() (ms int64) {
		on(f.tx, "k", func(k []byte) { ms = f.tx.Idle(f.tx.Look(k)) })
		return ms
	}
	f.advance(10 * time.Second)
	on(f.tx, "k", func(k []byte) { f.tx.Peek(k) })
	f.tx.NoTouch = true
	get(f.tx, "k")
	set(f.tx, "k", "w")
	set(f.tx, "k", strings.Repeat("w", 1000))
	f.tx.NoTouch = false
	if ms := idle(); ms != 10_000 {
		t.Errorf("idle for %d ms, want 10000", ms)
	}
	get(f.tx, "k")
	if ms := idle(); ms != 0 {
		t.Errorf("idle for %d ms after GET", ms)
	}
	f.advance(3 * time.Second)
	set(f.tx, "k", "x")
	if ms := idle(); ms != 0 {
		t.Errorf("idle for %d ms after SET", ms)
	}
}

func TestGetAndSetDoNotAllocate(t *testing.T) {
	f := newFixture(t, Options{})
	tx := f.tx
	key, value := []byte("key:000000000001"), []byte(strings.Repeat("v", 64))
	set(tx, string(key), string(value))
	timed := []byte("key:timed")
	setUntil(tx, string(timed), string(value), testStart+1000)
	for name, c := range map[string]struct {
		key []byte
		op  func(k []byte)
	}{
		"GET":     {key, func(k []byte) { tx.Get(k) }},
		"SET":     {key, func(k []byte) { tx.SetString(k, value, 0, "set") }},
		"SET EX":  {timed, func(k []byte) { tx.SetString(k, value, testStart+2000, "set") }},
		"GET EX":  {timed, func(k []byte) { tx.Get(k) }},
		"missing": {[]byte("none"), func(k []byte) { tx.Get(k) }},
	} {
		n := testing.AllocsPerRun(100, func() {
			f.Gate.Enter(1)
			tx.Lock(c.key)
			c.op(c.key)
			tx.Unlock()
			tx.Enforce()
			f.Gate.Leave(1)
		})
		if n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
