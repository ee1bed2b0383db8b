package storage

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"redstart/storage/table"
	"redstart/storage/value"
)

// object is a large value of no type in particular.
type object struct{ mem int }

func (o *object) Clone() value.Object { c := *o; return &c }
func (o *object) Encoding() string    { return "quicklist" }
func (o *object) Mem() int            { return o.mem }

// TestValues takes a value from packed to large and back to nothing: the books hold, the time to live stays until the value is
// replaced.
func TestValues(t *testing.T) {
	var events []string
	f := newFixture(t, Options{Changed: func(_ int, key []byte, ev Event, _ int64) { events = append(events, string(ev)+" "+string(key)) }})
	tx, key := f.tx, "list"
	edit := func(change func(k []byte, r table.Record)) {
		t.Helper()
		on(tx, key, func(k []byte) {
			r, err := tx.EditValue(k, table.KindList)
			if err != nil {
				t.Fatal(err)
			}
			change(k, r)
		})
		f.checkBooks(t)
	}
	edit(func(k []byte, r table.Record) { tx.StorePacked(k, r, table.KindList, 0, []byte("one"), "rpush") })
	on(tx, key, func(k []byte) { tx.SetExpire(k, testStart+5000, "expire") })
	edit(func(k []byte, r table.Record) {
		long := append(append(tx.Scratch(), r.Value()...), strings.Repeat("x", 300)...)
		tx.StorePacked(k, r, table.KindList, 2, long, "rpush")
		tx.KeepScratch(long)
	})
	edit(func(k []byte, r table.Record) {
		if v := string(r.Value()); len(v) != 303 || r.Form() != 2 || r.ExpireAt() != testStart+5000 {
			t.Errorf("form %d of %q until %d", r.Form(), v, r.ExpireAt())
		}
		tx.StoreObject(k, r, table.KindList, &object{mem: 1000}, "rpush")
	})
	used := f.Used()
	edit(func(k []byte, r table.Record) {
		o := r.Object().(*object)
		o.mem = 5000
		tx.StoreObject(k, r, table.KindList, o, "lpush")
	})
	if got := f.Used() - used; got != 4000 {
		t.Errorf("a value that grew by 4000 bytes counts %d more", got)
	}
	edit(func(k []byte, r table.Record) {
		if r.ExpireAt() != testStart+5000 {
			t.Errorf("the large value lives until %d", r.ExpireAt())
		}
		if _, err := tx.Value(k, table.KindHash); !errors.Is(err, ErrWrongType) {
			t.Errorf("as a hash: %v", err)
		}
		if _, err := tx.EditValue(k, table.KindHash); !errors.Is(err, ErrWrongType) {
			t.Errorf("as a hash to edit: %v", err)
		}
		tx.Copy([]byte("copy"), r, "copy_to")
	})
	on(tx, "copy", func(k []byte) {
		if r := tx.Look(k); r.IsNil() || r.ExpireAt() != testStart+5000 || r.Size() < 5000 {
			t.Error("the copy is not there, or not whole")
		}
		tx.StorePacked(k, table.Record{}, table.KindSet, 1, []byte("set"), "sadd")
		if r := tx.Look(k); r.Kind() != table.KindSet || r.HasExpire() {
			t.Error("a new value kept the old one's time to live")
		}
	})
	edit(func(k []byte, _ table.Record) { tx.Delete(k, "del") })
	want := []string{
		"rpush list", "expire list", "rpush list", "rpush list", "lpush list", "copy_to copy", "sadd copy", "del list",
	}
	if !slices.Equal(events, want) {
		t.Errorf("events %q", events)
	}
}

// TestSeed: what a Tx draws is repeatable with a seed.
func TestSeed(t *testing.T) {
	draw := func(seed uint64) (n [4]uint64) {
		tx := New(Options{Seed: seed}).NewTx()
		for i := range n {
			n[i] = tx.Rand()
		}
		return n
	}
	if first, again := draw(1), draw(1); first != again || first == draw(2) {
		t.Error("draws do not follow the seed")
	}
}
