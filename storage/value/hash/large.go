package hash

import (
	"hash/maphash"
	"reflect"

	"redstart/storage/table"
	"redstart/storage/value"
)

// large is the form of a hash that is not small: a table of records, each a field with its value and its time.
type large struct {
	t     table.Table
	seed  maphash.Seed
	bytes int // of the records

	tracked bool // a field has, or once had, a time
	timed   int  // fields that have one
	due     dueHeap
}

func newLarge() *large { return &large{seed: maphash.MakeSeed()} }

func (l *large) hash(name []byte) uint64 { return table.Hash(l.seed, name) }

func (l *large) find(name []byte) (f Field, found bool) {
	f.hash = l.hash(name)
	if f.r = l.t.Get(f.hash, name); f.r.IsNil() {
		return f, false
	}
	f.Value.Bytes, f.At, f.found = f.r.Value(), f.r.ExpireAt(), true
	return f, true
}

// put sets the value of a field and leaves its time alone.
func (l *large) put(f Field, name, value []byte) {
	switch {
	case !f.found:
		l.insert(f.hash, name, value, 0)
	case f.r.Overwrite(value):
	default:
		l.swap(f, table.NewString(name, value, f.At, 0))
	}
}

// insert adds a field that is not there.
func (l *large) insert(hash uint64, name, value []byte, at int64) {
	r := table.NewString(name, value, at, 0)
	l.t.Put(hash, l.seed, r)
	l.bytes += r.Size()
	if at != 0 {
		l.timed++
		l.remember(at, r)
	}
}

// swap puts n in the place of a field's record; they have the same time.
func (l *large) swap(f Field, n table.Record) {
	l.t.Replace(f.hash, f.r, n)
	l.bytes += n.Size() - f.r.Size()
	if f.At != 0 {
		l.remember(f.At, n)
	}
}

func (l *large) remove(f Field) {
	l.t.Delete(f.hash, l.seed, f.r.Key())
	l.bytes -= f.r.Size()
	if f.At != 0 {
		l.timed--
	}
}

func (l *large) setAt(f Field, at int64) {
	if f.At != 0 {
		l.timed--
	}
	if !f.r.SetExpireAt(at) {
		n := f.r.WithExpire(at)
		l.t.Replace(f.hash, f.r, n)
		l.bytes += n.Size() - f.r.Size()
		f.r = n
	}
	if at != 0 {
		l.timed++
		l.remember(at, f.r)
	}
}

// Clone copies the hash and its records, which change in place.
func (l *large) Clone() value.Object {
	c := newLarge()
	c.tracked = l.tracked
	l.t.All(func(r table.Record) bool {
		c.insert(c.hash(r.Key()), r.Key(), r.Value(), r.ExpireAt())
		return true
	})
	return c
}

// Encoding is the name that OBJECT ENCODING shows.
func (l *large) Encoding() string { return "hashtable" }

// Mem is the bytes of heap that the hash holds.
func (l *large) Mem() int {
	return table.ClassSize(int(reflect.TypeFor[large]().Size())) + l.bytes + l.t.Mem() + l.due.mem()
}
