package storage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"redstart/storage/table"
)

// rule gives a database rules.
func (f *fixture) rule(db int, r Rules) {
	f.Gate.Lock()
	f.SetRules(db, r)
	f.Gate.Unlock()
}

// settled runs op as a command on keys, and on the same ones of database other, if that is not -1.
func settled(tx *Tx, other int, op func(k [][]byte), keys ...string) *RuleError {
	var k [][]byte
	for _, key := range keys {
		k = append(k, []byte(key))
	}
	tx.Keyspace().Gate.Enter(0)
	defer tx.Keyspace().Gate.Leave(0)
	tx.LockAll(k, other)
	op(k)
	broken := tx.Settle()
	tx.Unlock()
	tx.Enforce()
	return broken
}

// put sets a string.
func put(tx *Tx, key, value string) *RuleError {
	return settled(tx, -1, func(k [][]byte) { tx.SetString(k[0], []byte(value), 0, "set") }, key)
}

// checkBounds compares what bounds count with what there is.
func (f *fixture) checkBounds(t *testing.T) {
	t.Helper()
	f.checkBooks(t)
	for n := range f.Databases() {
		db := f.dbs.get(n)
		if db == nil || db.recent == nil {
			continue
		}
		keys, bytes := 0, int64(0)
		rec := db.recent
		for i := range db.shards() {
			db.shards()[i].t.All(func(r table.Record) bool {
				if _, doomed := rec.doomed[string(r.Key())]; doomed {
					return true
				}
				keys++
				bytes += int64(r.Size())
				if rec.order != nil {
					size, ok := rec.order.Peek(string(r.Key()))
					if !ok || size != nil && *size != int64(r.Size()) {
						t.Errorf("the order has %v for %q, which has %d bytes", size, r.Key(), r.Size())
					}
				}
				return true
			})
		}
		if rec.limits.bytes == 0 {
			bytes = 0
		}
		if rec.keys != keys || rec.bytes != bytes || rec.promised != 0 || rec.promisedBytes != 0 {
			t.Errorf("database %d: %d keys of %d bytes are counted, %d and %d promised; there are %d of %d", n, rec.keys, rec.bytes, rec.promised, rec.promisedBytes, keys, bytes)
		}
		if rec.order != nil && rec.order.Len() != keys {
			t.Errorf("database %d: %d keys in order, of %d", n, rec.order.Len(), keys)
		}
		if l := rec.limits; l.keys > 0 && keys > l.keys || l.bytes > 0 && bytes > l.bytes {
			t.Errorf("database %d: %d keys of %d bytes, beyond %+v", n, keys, bytes, l)
		}
	}
}

func TestRulesRefuse(t *testing.T) {
	long := strings.Repeat("x", 200)
	for _, c := range []struct {
		name  string
		rules Rules
		op    func(tx *Tx, k [][]byte)
		want  *RuleError
	}{
		{"a long key", Rules{MaxKeyBytes: 2}, func(tx *Tx, k [][]byte) { tx.SetString(k[2], nil, 0, "set") }, &RuleError{Rule: RuleKeyBytes, Size: 3, Limit: 2}},
		{"a long key by another name", Rules{MaxKeyBytes: 2}, func(tx *Tx, k [][]byte) { tx.Move(k[2], tx.Delete(k[0], "del"), "") }, &RuleError{Rule: RuleKeyBytes, Size: 3, Limit: 2}},
		{"a key of other bytes", Rules{UTF8Keys: true}, func(tx *Tx, k [][]byte) { tx.Copy(k[3], tx.Get(k[0]), "copy_to") }, &RuleError{Rule: RuleUTF8}},
		{"a large value", Rules{MaxValueBytes: 199}, func(tx *Tx, k [][]byte) { tx.SetString(k[0], []byte(long), 0, "set") }, &RuleError{Rule: RuleValueBytes, Size: 200, Limit: 199}},
		{"a value that grows", Rules{MaxValueBytes: 199}, func(tx *Tx, k [][]byte) {
			copy(tx.Resize(k[1], tx.Edit(k[1]), 200, 200).Value(), "changed")
			tx.Changed(k[1], "append")
		}, &RuleError{Rule: RuleValueBytes, Size: 200, Limit: 199}},
		{"the last of several", Rules{MaxValueBytes: 199}, func(tx *Tx, k [][]byte) {
			tx.Delete(k[0], "del")
			tx.SetExpire(k[1], testStart+9000, "expire")
			tx.SetString(k[2], []byte(long), 0, "set")
		}, &RuleError{Rule: RuleValueBytes, Size: 200, Limit: 199}},
		{"one key too many", Rules{MaxKeys: 2}, func(tx *Tx, k [][]byte) {
			tx.Unshare(k[0])
			copy(tx.Edit(k[0]).Value(), "Z")
			tx.Changed(k[0], "setbit")
			tx.SetString(k[2], nil, 0, "set")
		}, &RuleError{Rule: RuleKeys, Limit: 2}},
		{"too many bytes", Rules{MaxBytes: 200}, func(tx *Tx, k [][]byte) { tx.SetString(k[0], []byte(long), 0, "set") }, &RuleError{Rule: RuleBytes, Limit: 200}},
		{"more bytes than others could make room for", Rules{MaxBytes: 200, BytesEvict: true}, func(tx *Tx, k [][]byte) { tx.SetString(k[2], []byte(long), 0, "set") }, &RuleError{Rule: RuleBytes, Limit: 200}},
		{"a short life", Rules{MinTTL: 1000}, func(tx *Tx, k [][]byte) { tx.SetExpire(k[0], testStart+999, "expire") }, &RuleError{Rule: RuleTTL, Min: 1000}},
		{"a long life", Rules{MaxTTL: 1000}, func(tx *Tx, k [][]byte) { tx.SetString(k[2], nil, testStart+1001, "set") }, &RuleError{Rule: RuleTTL, Max: 1000}},
		{"a life that is given twice", Rules{MaxTTL: 1000}, func(tx *Tx, k [][]byte) {
			tx.SetString(k[1], nil, testStart+500, "set")
			tx.SetExpire(k[1], testStart+1500, "expire")
		}, &RuleError{Rule: RuleTTL, Max: 1000}},

		{"a key of that length", Rules{MaxKeyBytes: 3, UTF8Keys: true}, func(tx *Tx, k [][]byte) { tx.SetString(k[2], nil, 0, "set") }, nil},
		{"a value of that length", Rules{MaxValueBytes: 200}, func(tx *Tx, k [][]byte) { tx.SetString(k[2], []byte(long), 0, "set") }, nil},
		{"a key for another", Rules{MaxKeys: 2}, func(tx *Tx, k [][]byte) { tx.Move(k[2], tx.Delete(k[0], "del"), "") }, nil},
		{"a short life that was there", Rules{MinTTL: 10_000}, func(tx *Tx, k [][]byte) { tx.Move(k[2], tx.Delete(k[1], "del"), "") }, nil},
		{"a life of that length", Rules{MinTTL: 1000, MaxTTL: 1000}, func(tx *Tx, k [][]byte) { tx.SetExpire(k[0], testStart+1000, "expire") }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var told []string
			f := newFixture(t, Options{
				Shards:  4,
				Changed: func(_ int, key []byte, ev Event, _ int64) { told = append(told, string(key)) },
				Added:   func(_ int, key []byte) { told = append(told, "new "+string(key)) },
			})
			set(f.tx, "a", "A")
			setUntil(f.tx, "b", "B", testStart+5000)
			f.rule(0, c.rules)
			before := f.digest()
			told = nil
			broken := settled(f.tx, -1, func(k [][]byte) { c.op(f.tx, k) }, "a", "b", "new", "\xff")
			if c.want != nil {
				c.want.Store = "0"
			}
			if (broken == nil) != (c.want == nil) || broken != nil && *broken != *c.want {
				t.Errorf("%+v, want %+v", broken, c.want)
			}
			if broken != nil && (f.digest() != before || len(told) > 0 || f.tx.Dirty() != 0 || f.Usage(0).Refused != 1) {
				t.Errorf("it had an effect: told %q, dirty %d, refused %d", told, f.tx.Dirty(), f.Usage(0).Refused)
			}
			if broken == nil && (f.digest() == before || len(told) == 0) {
				t.Errorf("it had no effect: told %q", told)
			}
			f.checkBounds(t)
		})
	}
}

// What is not settled is taken back.
func TestRulesTakeBackWhatHasNotEnded(t *testing.T) {
	f := newFixture(t, Options{})
	set(f.tx, "a", "A")
	f.rule(0, Rules{MaxKeys: 5})
	f.rule(3, Rules{MaxKeys: 5})
	before := f.digest()
	f.tx.LockAll([][]byte{[]byte("a")}, 3)
	o, _ := f.tx.Other(3)
	o.Move([]byte("a"), f.tx.Delete([]byte("a"), ""), "")
	f.tx.Unlock()
	if f.digest() != before {
		t.Error("half a MOVE is there")
	}
	f.checkBounds(t)
}

// A key moves as a whole, or not at all, whichever of the two databases has rules.
func TestRulesOfTwoDatabases(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to Rules
		moves    bool
	}{
		{"room in both", Rules{MaxKeys: 2}, Rules{MaxKeys: 2}, true},
		{"none there", Rules{MaxKeys: 2}, Rules{MaxKeys: 1}, false},
		{"none there, no rules here", Rules{}, Rules{MaxBytes: 30}, false},
		{"no rules there", Rules{MaxKeys: 1}, Rules{}, true},
		{"a life too short there", Rules{}, Rules{MinTTL: 100_000}, false},
		{"another makes room", Rules{}, Rules{MaxKeys: 1, KeysEvict: true}, true},
	} {
		for _, way := range [][2]int{{0, 3}, {3, 0}} {
			t.Run(fmt.Sprint(c.name, way), func(t *testing.T) {
				f := newFixture(t, Options{})
				f.tx.Select(way[1])
				set(f.tx, "other", "value")
				f.tx.Select(way[0])
				setUntil(f.tx, "a", "A", testStart+5000)
				f.rule(way[0], c.from)
				f.rule(way[1], c.to)
				before := f.digest()
				broken := settled(f.tx, way[1], func(k [][]byte) {
					o, _ := f.tx.Other(way[1])
					o.Move(k[0], f.tx.Delete(k[0], ""), "")
					f.tx.Absorb(o)
				}, "a")
				if moved := f.digest() != before; moved != c.moves || (broken == nil) != c.moves {
					t.Errorf("moved: %v, %v", moved, broken)
				}
				f.checkBounds(t)
			})
		}
	}
}

func TestDefaultTTL(t *testing.T) {
	f := newFixture(t, Options{})
	f.rule(0, Rules{DefaultTTL: 10_000, MaxTTL: 50_000})
	for _, c := range []struct {
		name  string
		op    func(k []byte)
		after time.Duration // from now; what is left
		armed bool
	}{
		{"set", func(k []byte) { f.tx.SetString(k, []byte("v"), 0, "set") }, 10 * time.Second, true},
		{"set with a time", func(k []byte) { f.tx.SetString(k, []byte("v"), f.tx.Now()+20_000, "set") }, 20 * time.Second, false},
		{"persist", func(k []byte) { f.tx.SetExpire(k, 0, "persist") }, 10 * time.Second, true},
		{"a new object", func(k []byte) { f.tx.StoreObject(k, table.Record{}, table.KindList, &object{mem: 5000}, "lpush") }, 10 * time.Second, true},
		{"an object that is edited", func(k []byte) {
			r, _ := f.tx.EditValue(k, table.KindList)
			f.tx.StoreObject(k, r, table.KindList, r.Object().(*object), "lpush")
		}, 9 * time.Second, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var armed []Armed
			f.Gate.Enter(0)
			k := []byte("k")
			f.tx.Lock(k)
			c.op(k)
			if broken := f.tx.Settle(); broken != nil {
				t.Error(broken)
			}
			armed = slices.Clone(f.tx.Armed())
			at := f.tx.Look(k).ExpireAt()
			f.tx.Unlock()
			f.Gate.Leave(0)
			if left := time.Duration(at-f.tx.Now()) * time.Millisecond; left != c.after || (len(armed) == 1) != c.armed {
				t.Errorf("%v left, armed %v", left, armed)
			}
			if c.armed && (string(armed[0].Key) != "k" || armed[0].At != at) {
				t.Errorf("armed %+v, expires at %d", armed[0], at)
			}
			f.checkBooks(t)
			f.advance(time.Second)
		})
	}
}

// The keys that make room by their bytes are those that were used least recently.
func TestMaxBytesEvicts(t *testing.T) {
	f := newFixture(t, Options{Shards: 4})
	var left []string
	f.removed = func(_ int, key string, _ Reason) { left = append(left, key) }
	f.rule(0, Rules{MaxBytes: 400, BytesEvict: true})
	for _, k := range []string{"a", "b", "c", "d"} {
		put(f.tx, k, strings.Repeat("v", 80)) // 96 bytes
	}
	settled(f.tx, -1, func(k [][]byte) { f.tx.Get(k[0]) }, "a") // b is the oldest
	put(f.tx, "c", strings.Repeat("v", 140))                    // 160 bytes: b goes
	put(f.tx, "e", "small")                                     // it has the place that is left
	put(f.tx, "f", strings.Repeat("v", 140))                    // d, then a go
	f.checkBounds(t)
	if want := []string{"b", "d", "a"}; !slices.Equal(left, want) {
		t.Errorf("removed %q, want %q", left, want)
	}
	f.rule(0, Rules{MaxBytes: 200, BytesEvict: true})
	f.checkBounds(t)
	if f.tx.Len() == 0 {
		t.Error("a tighter bound removed everything")
	}
}

// Of the server's bound and the database's own the tighter one holds.
func TestBothBounds(t *testing.T) {
	for _, c := range []struct {
		server, own int
		want        *RuleError
	}{
		{2, 3, &RuleError{Rule: RuleMaxKeys, Limit: 2}},
		{3, 2, &RuleError{Rule: RuleKeys, Store: "0", Limit: 2}},
		{2, 2, &RuleError{Rule: RuleKeys, Store: "0", Limit: 2}},
	} {
		f := newFixture(t, Options{})
		f.rule(0, Rules{MaxKeys: c.own})
		bound(f, c.server, false)
		for _, k := range []string{"a", "b"} {
			if broken := put(f.tx, k, "v"); broken != nil {
				t.Fatal(broken)
			}
		}
		if broken := put(f.tx, "c", "v"); broken == nil || *broken != *c.want {
			t.Errorf("%+v: %+v", c, broken)
		}
		f.checkBounds(t)
	}
}

func TestSuspend(t *testing.T) {
	f := newFixture(t, Options{})
	f.Suspend()
	f.rule(0, Rules{MaxKeys: 3, KeysEvict: true})
	f.tx.Replay = true
	for i := range 10 {
		set(f.tx, fmt.Sprint(i), "v")
		f.advance(time.Second)
	}
	f.tx.Replay = false
	if n := f.tx.Len(); n != 10 {
		t.Errorf("%d keys while bounds are suspended", n)
	}
	f.Resume()
	if _, ok := get(f.tx, "9"); f.tx.Len() != 3 || !ok {
		t.Errorf("%d keys", f.tx.Len())
	}
	f.checkBounds(t)
}

// caller tells of a command with the keys and words given.
type caller struct{ keys, words [][]byte }

func (c caller) Keys() [][]byte  { return c.keys }
func (c caller) Words() [][]byte { return c.words }

// TestSecure edits a large object where there is so much room that the command cannot be refused, and where there is not.
func TestSecure(t *testing.T) {
	for _, c := range []struct {
		name   string
		rules  Rules
		copies bool
	}{
		{"room for all", Rules{MaxKeys: 10, MaxBytes: 1 << 20, MaxValueBytes: 1 << 20}, false},
		{"few keys", Rules{MaxKeys: 1}, true},
		{"few bytes", Rules{MaxBytes: 100_000}, true},
		{"small values", Rules{MaxValueBytes: 100_000}, true},
		{"others make room", Rules{MaxBytes: 100_000, BytesEvict: true}, true},
		{"others make much room", Rules{MaxBytes: 1 << 20, BytesEvict: true}, false},
		{"names", Rules{MaxKeyBytes: 8}, false},
		{"a long name", Rules{MaxKeyBytes: 2}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, Options{})
			on(f.tx, "list", func(k []byte) { f.tx.StoreObject(k, table.Record{}, table.KindList, &object{mem: 5000}, "lpush") })
			f.rule(0, c.rules)
			f.tx.Caller = caller{keys: [][]byte{[]byte("list")}, words: [][]byte{[]byte("LPUSH"), []byte("list"), []byte("element")}}
			copies := false
			broken := settled(f.tx, -1, func(k [][]byte) {
				r, _ := f.tx.EditValue(k[0], table.KindList)
				copies = f.tx.journal.changes[0].apart
				r.Object().(*object).mem += 100
				f.tx.StoreObject(k[0], r, table.KindList, r.Object().(*object), "lpush")
			}, "list")
			if copies != c.copies || broken != nil {
				t.Errorf("copied: %v; %v", copies, broken)
			}
			f.checkBounds(t)
		})
	}
}

// Commands that run at the same time never get over a bound, nor does one that is refused leave anything.
func TestRulesTogether(t *testing.T) {
	for name, rules := range map[string]Rules{
		"reject":       {MaxKeys: 40, MaxBytes: 6000, MaxValueBytes: 300},
		"evict":        {MaxKeys: 40, KeysEvict: true, MaxBytes: 6000, BytesEvict: true, MaxValueBytes: 300},
		"reject, grow": {MaxKeys: 1500, MaxValueBytes: 300},
		"evict, grow":  {MaxKeys: 1500, KeysEvict: true, MaxBytes: 300_000, BytesEvict: true, MaxValueBytes: 300},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, Options{Databases: 1})
			f.Open(1)
			f.Open(2)
			dbs := []int{1, 2}
			for _, n := range dbs {
				f.rule(n, rules)
			}
			var writers sync.WaitGroup
			for g := range uint64(6) {
				writers.Go(func() { f.scribble(rand.New(rand.NewPCG(g, 1)), 2*rules.MaxKeys) })
			}
			writers.Wait()
			f.checkBounds(t)
			for _, n := range dbs {
				if u := f.Usage(n); u.Keys == 0 || u.Refused == 0 || rules.KeysEvict && u.Evictions == 0 {
					t.Errorf("database %d: %+v", n, u)
				}
			}
		})
	}
}

// scribble runs random commands in databases 1 and 2, on so many keys, and looks now and then whether all bounds hold.
func (f *fixture) scribble(rnd *rand.Rand, keys int) {
	tx := f.newTx()
	key := func() string { return fmt.Sprint(rnd.IntN(keys)) }
	for i := range 4000 {
		tx.Select(1 + rnd.IntN(2))
		value := strings.Repeat("v", rnd.IntN(320))
		switch rnd.IntN(6) {
		case 0, 1:
			put(tx, key(), value)
		case 2: // MSET
			settled(tx, -1, func(k [][]byte) {
				for _, k := range k {
					tx.SetString(k, []byte(value), 0, "set")
				}
			}, key(), key(), key())
		case 3:
			settled(tx, -1, func(k [][]byte) { tx.Delete(k[0], "del") }, key())
		case 4: // MOVE
			to := 3 - tx.DB()
			settled(tx, to, func(k [][]byte) {
				o, _ := tx.Other(to)
				if r := tx.Edit(k[0]); !r.IsNil() && o.Edit(k[0]).IsNil() {
					o.Move(k[0], tx.Delete(k[0], ""), "")
				}
				tx.Absorb(o)
			}, key())
		case 5:
			settled(tx, -1, func(k [][]byte) {
				if r := tx.Edit(k[0]); !r.IsNil() {
					copy(tx.Resize(k[0], r, len(r.Value())+40, 0).Value(), value)
					tx.Changed(k[0], "append")
				}
			}, key())
		}
		if i%100 == 0 {
			f.Gate.Lock()
			f.Grow()
			for n := 1; n <= 2; n++ {
				if rec := f.dbs.get(n).recent; rec.keys > rec.limits.keys || rec.limits.bytes > 0 && rec.bytes > rec.limits.bytes {
					panic(fmt.Sprintf("%d keys of %d bytes", rec.keys, rec.bytes))
				}
			}
			f.Gate.Unlock()
		}
	}
}
