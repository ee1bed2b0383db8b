package sort

import (
	"bytes"

	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/hash"
	"redstart/storage/value/pack"
)

// pattern is a word behind BY or GET: a key's name with the element in the place of its first asterisk, perhaps with the field of a hash
// behind an arrow.
type pattern struct {
	self          bool // "#": the element
	fixed         bool // no asterisk: no key
	word          []byte
	before, after []byte
	field         []byte // nil: none
}

func newPattern(word []byte) pattern {
	before, after, found := bytes.Cut(word, []byte("*"))
	p := pattern{self: string(word) == "#", fixed: !found, word: word, before: before, after: after}
	if key, field, arrow := bytes.Cut(after, []byte("->")); arrow && len(field) > 0 {
		p.after, p.field = key, field
	}
	return p
}

// finder looks up what patterns name.
type finder struct {
	tx  *storage.Tx
	key []byte
	odd bool
}

// find returns what p names for an element: the value of a string, or a field's. It reports false when there is none, or the key holds
// another type.
func (f *finder) find(p *pattern, e pack.Entry) (pack.Entry, bool) {
	switch {
	case p.self:
		return e, true
	case p.fixed:
		return pack.Entry{}, false
	}
	r := f.tx.Get(f.name(p, e))
	switch {
	case r.IsNil():
	case p.field != nil:
		if r.Kind() == table.KindHash {
			return f.field(r, p.field)
		}
	case r.Kind() == table.KindString:
		return pack.Entry{Bytes: r.Value()}, true
	}
	return pack.Entry{}, false
}

// name is the name of the key for an element. A Tx knows the key that it saw last by its address, so two in a row do not begin at the
// same one.
func (f *finder) name(p *pattern, e pack.Entry) []byte {
	begin := 0
	if f.odd = !f.odd; f.odd {
		begin = 1
	}
	b := append(f.key[:0], "-"[:begin]...)
	b = append(b, p.before...)
	b = e.Append(b)
	f.key = append(b, p.after...)
	return f.key[begin:]
}

// field returns a field's value, unless its time is over.
func (f *finder) field(r table.Record, name []byte) (pack.Entry, bool) {
	h := hash.Of(r)
	v, found := h.Find(name)
	if !found || v.At != 0 && v.At < f.tx.Now() {
		return pack.Entry{}, false
	}
	return v.Value, true
}
