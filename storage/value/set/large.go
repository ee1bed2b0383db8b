package set

import (
	"hash/maphash"
	"unsafe"

	"redstart/storage/table"
	"redstart/storage/value"
	"redstart/storage/value/pack"
)

// Large is a set that is too large for its record: integers in order, other members in a hash table. It is both under every encoding,
// which is only a name here; so nothing has to be moved when the encoding changes, and a cursor stays good. It is a value.Object.
type Large struct {
	ints    integers
	strings table.Table
	seed    maphash.Seed
	bytes   int // of the records in strings
	enc     Encoding
}

func newLarge(enc Encoding) *Large { return &Large{enc: enc, seed: maphash.MakeSeed()} }

// Len is the number of members.
func (l *Large) Len() int { return l.ints.count + l.strings.Len() }

func (l *Large) has(e pack.Entry) bool {
	if e.Bytes == nil {
		return l.ints.has(e.Int)
	}
	return l.strings.Len() > 0 && !l.strings.Get(table.Hash(l.seed, e.Bytes), e.Bytes).IsNil()
}

func (l *Large) add(e pack.Entry) bool {
	if e.Bytes == nil {
		return l.ints.add(e.Int)
	}
	hash := table.Hash(l.seed, e.Bytes)
	if !l.strings.Get(hash, e.Bytes).IsNil() {
		return false
	}
	r := table.NewString(e.Bytes, nil, 0, 0)
	l.strings.Put(hash, l.seed, r)
	l.bytes += r.Size()
	return true
}

func (l *Large) remove(e pack.Entry) bool {
	if e.Bytes == nil {
		return l.ints.remove(e.Int)
	}
	r := l.strings.Delete(table.Hash(l.seed, e.Bytes), l.seed, e.Bytes)
	if r.IsNil() {
		return false
	}
	l.bytes -= r.Size()
	return true
}

// each calls fn with the members until it returns false: the integers in ascending order, then the others in the table's.
func (l *Large) each(fn func(pack.Entry) bool) {
	if l.ints.each(func(n int64) bool { return fn(pack.Entry{Int: n}) }) {
		l.strings.All(func(r table.Record) bool { return fn(pack.Entry{Bytes: r.Key()}) })
	}
}

// random returns a member, each with the same probability.
func (l *Large) random(rnd func() uint64) pack.Entry {
	if l.strings.Len() == 0 || l.ints.count > 0 && below(rnd, l.Len()) < l.ints.count {
		return pack.Entry{Int: l.ints.random(rnd())}
	}
	return pack.Entry{Bytes: l.strings.Random(rnd()).Key()}
}

// Clone returns a copy that shares nothing that changes.
func (l *Large) Clone() value.Object {
	c := newLarge(l.enc)
	c.ints = l.ints.clone()
	l.strings.All(func(r table.Record) bool {
		return c.add(pack.Entry{Bytes: r.Key()})
	})
	return c
}

// Encoding is the name that OBJECT ENCODING shows.
func (l *Large) Encoding() string { return l.enc.String() }

// Mem is the bytes of heap that the set holds.
func (l *Large) Mem() int {
	return table.ClassSize(int(unsafe.Sizeof(*l))) + l.ints.mem + l.strings.Mem() + l.bytes
}
