package zset

import (
	"bytes"
	"cmp"
	"slices"

	"redstart/storage/table"
)

// Builder gathers elements in any order, for a set that is made as a whole. The zero Builder is empty.
type Builder struct {
	z       *large
	longest int
}

// Len is the number of elements.
func (b *Builder) Len() int {
	if b.z == nil {
		return 0
	}
	return b.z.dict.Len()
}

// Find looks a member up.
func (b *Builder) Find(member []byte) (Element, bool) {
	if b.z == nil {
		b.z = newLarge()
	}
	return b.z.find(member)
}

// Insert adds a member that Find has not found.
func (b *Builder) Insert(e Element, member []byte, score float64) {
	b.longest = max(b.longest, len(member))
	b.z.add(e.hash, member, score)
}

// SetScore gives another score to a member that Find has found.
func (b *Builder) SetScore(e Element, score float64) { setScoreOf(e.r, score) }

// Remove removes a member that Find has found.
func (b *Builder) Remove(e Element) { b.z.forget(e.hash, e.r) }

// Set puts the elements in order. The set is packed, in scratch, if the limits allow. The Builder must not be used any more.
func (b *Builder) Set(scratch []byte, l Limits) Set {
	n := b.Len()
	if n == 0 {
		return Set{p: newPacked(scratch)}
	}
	records := make([]table.Record, 0, n)
	b.z.dict.All(func(r table.Record) bool {
		records = append(records, r)
		return true
	})
	slices.SortFunc(records, func(x, y table.Record) int {
		if c := cmp.Compare(scoreOf(x), scoreOf(y)); c != 0 {
			return c
		}
		return bytes.Compare(x.Key(), y.Key())
	})
	if n > l.Entries || b.longest > l.Value {
		b.z.order.fill(records)
		return Set{large: b.z}
	}
	p := newPacked(scratch)
	for _, r := range records {
		p = appendPair(p, r.Key(), scoreOf(r))
	}
	setPackedLen(p, n)
	return Set{p: p}
}
