// Package hash is the value of a hash: fields, each once, with a value and perhaps a time at which they expire.
//
// A small one is packed (packed.go) into the bytes of the key's record. A large one (large.go) is a hash table of records, field to
// value, with the times in the records and, once a field has one, a heap of them (due.go).
//
// Nothing here looks at the time: fields that have expired are there until Expire removes them.
package hash

import (
	"redstart/storage/table"
	"redstart/storage/value"
	"redstart/storage/value/pack"
)

// Limits is how large a packed hash may become (hash-max-listpack-entries and -value).
type Limits struct {
	Entries int // fields
	Value   int // bytes of the longest name or value
}

// Hash is a hash that one command looks at or changes: a view of a record's value. It is used under the key's lock. The zero Hash is
// empty and not to be changed.
type Hash struct {
	p     []byte // packed, with its header; nil when large, or when there is no key
	timed bool   // packed with a time for each field
	own   bool   // p is not the record's any more
	large *large

	limits  Limits
	scratch []byte
}

// Field is where a field stands, or where it would: what Find returns. It is good until the next change of the Hash.
type Field struct {
	Value pack.Entry // a view
	At    int64      // when it expires, Unix ms; 0: never

	found bool
	pos   int          // packed: of its first entry in the body
	hash  uint64       // large
	r     table.Record // large
}

// Of views the value of a record for reading; the zero record is an empty hash.
func Of(r table.Record) (h Hash) {
	h.Read(r)
	return h
}

// Read is Of into a variable.
func (h *Hash) Read(r table.Record) {
	*h = Hash{}
	switch {
	case r.IsNil():
	case r.Packed():
		h.p, h.timed = r.Value(), r.Form() == formTimed
	default:
		h.large = r.Object().(*large)
	}
}

// Open views the value of a record for changing; a snapshot must have been told. A large hash is changed in place, and so are packed
// bytes of which none moves; else they are copied to scratch, an empty buffer that the Hash may grow. The outcome must be stored, whatever
// it is, if anything was changed.
func (h *Hash) Open(r table.Record, scratch []byte, l Limits) {
	h.Read(r)
	h.limits, h.scratch = l, scratch
	if r.IsNil() {
		h.p, h.own = append(scratch, 0, 0), true
	}
}

// Packed returns the bytes and the form of a packed hash, to be stored; false when it is large.
func (h *Hash) Packed() (p []byte, form uint8, ok bool) {
	if h.timed {
		form = formTimed
	}
	return h.p, form, h.large == nil
}

// Object returns the value of a large hash, to be stored.
func (h *Hash) Object() value.Object { return h.large }

// Scratch returns the buffer that Open was given, perhaps grown. It may hold what Packed has returned.
func (h *Hash) Scratch() []byte {
	if h.own {
		return h.p
	}
	return h.scratch
}

// Reserve prepares for n fields that are set at once: more than the limit make the hash large, even if some of them are the same.
func (h *Hash) Reserve(n int) {
	if h.large == nil && n > h.limits.Entries {
		h.enlarge()
	}
}

// Len is the number of fields.
func (h *Hash) Len() int {
	switch {
	case h.large != nil:
		return h.large.t.Len()
	case h.p == nil:
		return 0
	}
	return packedLen(h.p, h.stride())
}

// Find looks a field up.
func (h *Hash) Find(name []byte) (f Field, found bool) {
	switch {
	case h.large != nil:
		return h.large.find(name)
	case h.p == nil:
		return Field{}, false
	}
	return h.findPacked(name)
}

// Put gives a value to the field that Find looked for, and leaves its time as it is. A packed hash becomes large when it leaves its
// limits.
func (h *Hash) Put(f Field, name, value []byte) {
	if h.large == nil && !h.fits(f, name, value) {
		h.enlarge()
		f, _ = h.large.find(name)
	}
	switch {
	case h.large != nil:
		h.large.put(f, name, value)
	case f.found:
		h.replacePacked(f, value)
	default:
		h.addPacked(name, value)
	}
}

// fits says whether a packed hash may have that value for that field.
func (h *Hash) fits(f Field, name, value []byte) bool {
	return len(value) <= h.limits.Value && (f.found || len(name) <= h.limits.Value && h.Len() < h.limits.Entries)
}

// Set gives a field a value and takes away its time; added says that the field is new.
func (h *Hash) Set(name, value []byte) (added bool) {
	f, found := h.Find(name)
	if f.At != 0 {
		h.SetAt(f, 0)
		f, _ = h.Find(name)
	}
	h.Put(f, name, value)
	return !found
}

// Remove removes a field that Find has found.
func (h *Hash) Remove(f Field) {
	if h.large != nil {
		h.large.remove(f)
		return
	}
	h.removePacked(f.pos, 1)
}

// SetAt makes a field that Find has found expire at a time, Unix ms, or never, for 0.
func (h *Hash) SetAt(f Field, at int64) {
	switch {
	case at == 0 && f.At == 0:
	case h.large == nil:
		h.setAtPacked(f, at)
	case at == f.At:
	default:
		if !h.large.tracked {
			// Another object, so that whoever stores it sees the change.
			l := *h.large
			l.tracked = true
			h.large = &l
		}
		h.large.setAt(f, at)
	}
}

// Each calls fn with the fields, in no order when the hash is large, until it returns false. The entries are views.
func (h *Hash) Each(fn func(name, value pack.Entry, at int64) bool) {
	if h.large != nil {
		h.large.t.All(func(r table.Record) bool {
			return fn(pack.Entry{Bytes: r.Key()}, pack.Entry{Bytes: r.Value()}, r.ExpireAt())
		})
		return
	}
	body := h.body()
	for pos := 0; pos < len(body); {
		var name, value, at pack.Entry
		name, pos = pack.At(body, pos)
		value, pos = pack.At(body, pos)
		if h.timed {
			at, pos = pack.At(body, pos)
		}
		if !fn(name, value, at.Int) {
			return
		}
	}
}

// Each is Hash.Each for the value of a record.
func Each(r table.Record, fn func(name, value pack.Entry, at int64) bool) {
	h := Of(r)
	h.Each(fn)
}

// Scan calls fn with the fields of one step of a walk over all, in no order, and returns the cursor of the next step, 0 after the last.
// A walk begins with 0; any number is a safe cursor. A field that is there during the whole walk is given at least once. A packed hash
// is one step.
func (h *Hash) Scan(cursor uint64, fn func(name, value pack.Entry)) (next uint64) {
	if h.large != nil {
		return h.large.t.Scan(cursor, func(r table.Record) {
			fn(pack.Entry{Bytes: r.Key()}, pack.Entry{Bytes: r.Value()})
		})
	}
	h.Each(func(name, value pack.Entry, _ int64) bool {
		fn(name, value)
		return true
	})
	return 0
}

// enlarge makes a packed hash large.
func (h *Hash) enlarge() {
	l := newLarge()
	l.tracked = h.timed
	var names, values [20]byte
	h.Each(func(name, value pack.Entry, at int64) bool {
		n := text(name, &names)
		l.insert(l.hash(n), n, text(value, &values), at)
		return true
	})
	h.scratch, h.p = h.Scratch(), nil
	h.own, h.timed, h.large = false, false, l
}

// text is the text of an entry, in room where the entry is an integer.
func text(e pack.Entry, room *[20]byte) []byte {
	if e.Bytes != nil {
		return e.Bytes
	}
	return e.Append(room[:0])
}
