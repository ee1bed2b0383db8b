package storage

import (
	"fmt"
	"testing"
)

func TestOpenAndClose(t *testing.T) {
	f := newFixture(t, Options{Databases: 2})
	if f.Numbered() != 2 || f.Databases() != 2 || f.Exists(2) || f.tx.Select(2) {
		t.Errorf("a new keyspace: %d numbered databases, %d in all", f.Numbered(), f.Databases())
	}
	for _, n := range []int{-1, 0, 1, MaxDatabases} {
		if f.Open(n) {
			t.Errorf("Open(%d) opens one", n)
		}
	}
	if !f.Open(5) || f.Open(5) || !f.Exists(5) || f.Databases() != 6 {
		t.Errorf("after Open(5): %d databases", f.Databases())
	}
	for _, want := range []int{2, 3, 4, 6} {
		if n := f.OpenNext(); n != want {
			t.Errorf("OpenNext gives %d, want %d", n, want)
		}
	}
	for _, n := range []int{-1, 0, 1, 7, MaxDatabases} {
		if _, ok := f.Close(n); ok {
			t.Errorf("Close(%d) closes one", n)
		}
	}
	f.tx.Select(5)
	for i := range 10 {
		set(f.tx, fmt.Sprint(i), "v")
	}
	get(f.tx, "0")
	get(f.tx, "missing")
	if u := f.Usage(5); u.Keys != 10 || u.Bytes != f.Used() || u.Hits != 1 || u.Misses != 1 {
		t.Errorf("usage: %+v", u)
	}
	if keys, ok := f.Close(5); keys != 10 || !ok || f.Exists(5) || f.Used() != 0 {
		t.Errorf("Close: %d keys, %v; %d bytes are left", keys, ok, f.Used())
	}
	if !f.tx.Closed() || f.tx.Select(5) {
		t.Error("a database that was closed can be used")
	}
	if s := f.Stats(); s.Hits != 1 || s.Misses != 1 {
		t.Errorf("%d hits and %d misses after the end of the database", s.Hits, s.Misses)
	}
	if n := f.OpenNext(); n != 5 {
		t.Errorf("OpenNext gives %d, want 5", n)
	}
	if f.tx.Select(5); f.tx.Closed() || f.tx.Len() != 0 || f.Usage(5) != (Usage{}) {
		t.Error("a new database is not empty")
	}
	f.Close(6)
	f.Close(5)
	if f.Databases() != 5 {
		t.Errorf("%d databases, want 5", f.Databases())
	}
}

func TestUnselect(t *testing.T) {
	f := newFixture(t, Options{})
	f.tx.Unselect()
	if !f.tx.Closed() || f.tx.DB() != -1 {
		t.Error("a database is selected")
	}
	set(f.tx, "k", "v") // that no session does
	if f.Used() != 0 || f.Stats() != (Stats{}) || f.digest() != 0 {
		t.Error("what is in no database counts")
	}
	if !f.tx.Select(0) || f.tx.Closed() || f.tx.Len() != 0 {
		t.Error("no database is selected")
	}
}
