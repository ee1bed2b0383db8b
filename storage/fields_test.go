package storage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"redstart/storage/table"
	"redstart/storage/value/hash"
)

// fieldFixture notes in told what the keyspace does by itself, and what commands change.
func fieldFixture(t *testing.T, o Options) (f *fixture, told *[]string) {
	told = new([]string)
	o.Changed = func(_ int, key []byte, ev Event, _ int64) { *told = append(*told, string(ev)+" "+string(key)) }
	o.FieldExpired = func(_ int, key, field []byte) { *told = append(*told, "gone "+string(key)+"."+string(field)) }
	return newFixture(t, o), told
}

// setHash makes key a hash of fields f0 and up that expire at the times, 0 for never; with a limit of 0 a large one.
func setHash(tx *Tx, key string, limit int, times ...int64) {
	on(tx, key, func(k []byte) {
		r, err := tx.EditValue(k, table.KindHash)
		if err != nil {
			panic(err)
		}
		var h hash.Hash
		h.Open(r, nil, hash.Limits{Entries: limit, Value: 64})
		for i, at := range times {
			name := fmt.Append(nil, "f", i)
			h.Set(name, []byte("v"))
			f, _ := h.Find(name)
			h.SetAt(f, at)
		}
		if p, form, ok := h.Packed(); ok {
			tx.StorePacked(k, r, table.KindHash, form, p, "hset")
		} else {
			tx.StoreObject(k, r, table.KindHash, h.Object(), "hset")
		}
	})
}

func fieldsOf(tx *Tx, key string) (n int) {
	on(tx, key, func(k []byte) {
		r, err := tx.Value(k, table.KindHash)
		if err != nil {
			panic(err)
		}
		h := hash.Of(r)
		n = h.Len()
	})
	return n
}

// both is the limits that make a hash large and that keep it packed.
var both = []int{0, 100}

func TestFieldsExpireOnAccess(t *testing.T) {
	for _, limit := range both {
		f, told := fieldFixture(t, Options{Shards: 2})
		setHash(f.tx, "h", limit, 0, testStart+10, testStart+20, testStart+30)
		setHash(f.tx, "all", limit, testStart+10)
		f.checkBooks(t)
		for _, step := range []struct {
			advance time.Duration
			key     string
			left    int
			told    string
		}{
			{10, "h", 4, ""},
			{1, "h", 3, "gone h.f1,hexpired h"},
			{0, "h", 3, ""},
			{0, "all", 0, "gone all.f0,hexpired all,del all"},
			{0, "all", 0, ""},
			{100, "h", 1, "gone h.f2,gone h.f3,hexpired h"},
		} {
			*told = nil
			f.advance(step.advance * time.Millisecond)
			if n := fieldsOf(f.tx, step.key); n != step.left {
				t.Errorf("limit %d: %d fields, want %d", limit, n, step.left)
			}
			if got := strings.Join(*told, ","); got != step.told {
				t.Errorf("limit %d: told %q, want %q", limit, got, step.told)
			}
			if f.tx.Dirty() != 0 {
				t.Error("a command that reads has changed something")
			}
			f.checkBooks(t)
		}
		if s := f.Stats(); s.ExpiredFields != 4 || s.Expired != 0 {
			t.Errorf("%+v", s)
		}
	}
}

func TestFieldsStayDuringReplay(t *testing.T) {
	f, _ := fieldFixture(t, Options{})
	f.tx.Replay = true
	setHash(f.tx, "h", 100, testStart-1, 0)
	if n := fieldsOf(f.tx, "h"); n != 2 {
		t.Errorf("%d fields", n)
	}
	f.tx.Replay = false
	if n := fieldsOf(f.tx, "h"); n != 1 {
		t.Errorf("%d fields after the replay", n)
	}
}

func TestSweepRemovesFields(t *testing.T) {
	for _, limit := range both {
		f, told := fieldFixture(t, Options{Shards: 4})
		for i := range 500 {
			setHash(f.tx, fmt.Sprint("some", i), limit, 0, testStart+1000, testStart+2000)
			setHash(f.tx, fmt.Sprint("all", i), limit, testStart+2000, testStart+1000)
			setUntil(f.tx, fmt.Sprint("key", i), "v", testStart+2000)
		}
		if d := f.DBStats(0, testStart); d.Fielded != 1000 || d.Keys != 1500 {
			t.Fatalf("%+v", d)
		}
		for _, want := range []struct{ fields, keys int }{{0, 1500}, {1000, 1500}, {2000, 500}, {2000, 500}} {
			*told = nil
			f.Sweep(10, period)
			if s := f.Stats(); s.ExpiredFields != int64(want.fields) {
				t.Errorf("limit %d: %d fields expired, want %d", limit, s.ExpiredFields, want.fields)
			}
			if d := f.DBStats(0, 0); d.Keys != want.keys {
				t.Errorf("limit %d: %d keys, want %d", limit, d.Keys, want.keys)
			}
			f.checkBooks(t)
			f.advance(1001 * time.Millisecond)
		}
	}
}

// TestSweepOfOneHash has more fields due at once than a sweep removes in one go.
func TestSweepOfOneHash(t *testing.T) {
	f, told := fieldFixture(t, Options{Shards: 1})
	times := make([]int64, 20*sweepFields)
	for i := range times {
		times[i] = testStart + int64(i%7) + 1
	}
	setHash(f.tx, "h", 0, append(times, 0)...)
	setUntil(f.tx, "later", "v", testStart+5000)
	f.advance(time.Second)
	*told = nil
	f.Sweep(1, period)
	hexpired := func(s string) bool { return s == "hexpired h" }
	if s := f.Stats(); int(s.ExpiredFields) != len(times) || !slices.ContainsFunc(*told, hexpired) {
		t.Errorf("%d of %d fields expired", s.ExpiredFields, len(times))
	}
	f.checkBooks(t)
	if n := fieldsOf(f.tx, "h"); n != 1 {
		t.Errorf("%d fields left", n)
	}
	if due := f.dbs.get(0).shards()[0].due; due != testStart+5000 {
		t.Errorf("due at %d after the sweep", due)
	}
}

// TestIdleFieldsAreNotSwept counts the walks by the time that they take.
func TestIdleFieldsAreNotSwept(t *testing.T) {
	steps := 0
	f, _ := fieldFixture(t, Options{Shards: 1, Mono: func() time.Duration { steps++; return 0 }})
	for i := range 1000 {
		setHash(f.tx, fmt.Sprint(i), 100, testStart+5000)
	}
	steps = 0
	f.Sweep(1, period)
	if steps > 2*DefaultDatabases {
		t.Errorf("%d steps although nothing is due", steps)
	}
}

func TestFieldBooksFollowTheKey(t *testing.T) {
	for _, limit := range both {
		f, _ := fieldFixture(t, Options{Shards: 2})
		fielded := func(want int) {
			t.Helper()
			f.checkBooks(t)
			if d := f.DBStats(0, 0); d.Fielded != want {
				t.Errorf("limit %d: %d hashes with fields that expire, want %d", limit, d.Fielded, want)
			}
		}
		setHash(f.tx, "h", limit, 0)
		fielded(0)
		setHash(f.tx, "h", limit, testStart+1)
		fielded(1)
		setHash(f.tx, "h", limit, 0) // it may have others
		fielded(1)
		setHash(f.tx, "h", 0, testStart+1, 0) // large from now on
		fielded(1)
		from, to := []byte("h"), []byte("copy")
		f.tx.LockAll([][]byte{from, to}, -1)
		f.tx.Copy(to, f.tx.Look(from), "copy_to")
		f.tx.Unlock()
		fielded(2)
		set(f.tx, "copy", "a string")
		fielded(1)
		on(f.tx, "h", func(k []byte) { f.tx.Delete(k, "del") })
		fielded(0)
		setHash(f.tx, "h", limit, testStart+1)
		f.Gate.Lock()
		f.Flush(0)
		f.Gate.Unlock()
		fielded(0)
	}
}

func TestSnapshotBeforeFieldsExpire(t *testing.T) {
	for _, limit := range both {
		f, _ := fieldFixture(t, Options{Shards: 1})
		setHash(f.tx, "h", limit, testStart+1, 0)
		f.Gate.Lock()
		snap, err := f.Cut(func(dst []byte, _ int, r table.Record) []byte {
			h := hash.Of(r)
			return fmt.Append(dst, h.Len())
		})
		f.Gate.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		f.advance(time.Second)
		f.Sweep(1, period)
		var saved []byte
		if err := snap.Walk(func(_ int, p []byte) error { saved = append(saved, p...); return nil }); err != nil || string(saved) != "2" {
			t.Errorf("limit %d: saved %q, %v", limit, saved, err)
		}
		if n := fieldsOf(f.tx, "h"); n != 1 {
			t.Errorf("limit %d: %d fields left", limit, n)
		}
	}
}
