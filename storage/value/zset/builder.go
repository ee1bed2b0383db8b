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
	longest int // bytes of the longest member
	packed  int // about the bytes of the packed form
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

// Add adds a member that is not there.
func (b *Builder) Add(member []byte, score float64) {
	if b.z == nil {
		b.z = newLarge()
	}
	b.Insert(Element{hash: b.z.hash(member)}, member, score)
}

// Insert adds a member that Find has not found.
func (b *Builder) Insert(e Element, member []byte, score float64) {
	b.longest = max(b.longest, len(member))
	b.packed += len(member) + maxScore
	b.z.add(e.hash, member, score)
}

// SetScore gives another score to a member that Find has found.
func (b *Builder) SetScore(e Element, score float64) { setScoreOf(e.r, score) }

// Each calls fn with the elements in order, until it returns false.
func (b *Builder) Each(fn func(member []byte, score float64) bool) {
	for _, r := range b.sorted() {
		if !fn(r.Key(), scoreOf(r)) {
			return
		}
	}
}

// Set puts the elements in order. The set is packed, in scratch, if the limits allow. The Builder must not be used any more.
func (b *Builder) Set(scratch []byte, l Limits) Set {
	records := b.sorted()
	small := len(records) <= l.Entries && b.longest <= l.Value
	if !small || b.packed > maxPacked {
		b.z.small = small
		b.z.order.fill(records)
		return Set{large: b.z}
	}
	p := newPacked(scratch)
	for _, r := range records {
		p = appendPair(p, r.Key(), scoreOf(r))
	}
	setPackedLen(p, len(records))
	return Set{p: p}
}

// sorted returns the elements in order.
func (b *Builder) sorted() []table.Record {
	if b.Len() == 0 {
		return nil
	}
	records := make([]table.Record, 0, b.Len())
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
	return records
}
