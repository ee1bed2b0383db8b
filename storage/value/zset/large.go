package zset

import (
	"encoding/binary"
	"hash/maphash"
	"math"

	"redstart/storage/table"
	"redstart/storage/value"
)

// large is the form of a set that is not small. Both structures hold the same records, whose value is the score.
type large struct {
	seed  maphash.Seed
	dict  table.Table // by member
	order tree
	bytes int  // of the records
	small bool // the limits of packed sets allow it: it is only longer than what is packed here
}

// largeBytes is what the allocator takes for a large without what it refers to.
const largeBytes = 112

func newLarge() *large { return &large{seed: maphash.MakeSeed()} }

// scoreOf is the score in a record.
func scoreOf(r table.Record) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(r.Value()))
}

// setScoreOf changes the score in a record. The order must not know it, or be told.
func setScoreOf(r table.Record, score float64) {
	binary.LittleEndian.PutUint64(r.Value(), math.Float64bits(score))
}

func (z *large) hash(member []byte) uint64 { return table.Hash(z.seed, member) }

func (z *large) find(member []byte) (e Element, found bool) {
	e.hash = z.hash(member)
	if e.r = z.dict.Get(e.hash, member); e.r.IsNil() {
		return e, false
	}
	e.Score = scoreOf(e.r)
	return e, true
}

// add puts a new member in the table alone.
func (z *large) add(hash uint64, member []byte, score float64) table.Record {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], math.Float64bits(score))
	r := table.NewString(member, b[:], 0, 0)
	z.dict.Put(hash, z.seed, r)
	z.bytes += r.Size()
	return r
}

func (z *large) insert(hash uint64, member []byte, score float64) {
	z.order.insert(z.add(hash, member, score), score)
}

// forget removes a member from the table alone.
func (z *large) forget(hash uint64, r table.Record) {
	z.dict.Delete(hash, z.seed, r.Key())
	z.bytes -= r.Size()
}

func (z *large) removeRange(from, n int) {
	if n == z.dict.Len() {
		z.dict.Clear()
		z.order, z.bytes = tree{}, 0
		return
	}
	for range n {
		r := z.order.removeAt(from)
		z.forget(z.hash(r.Key()), r)
	}
}

// Clone copies the set and its records, whose scores change in place.
func (z *large) Clone() value.Object {
	c := newLarge()
	c.small = z.small
	records := make([]table.Record, 0, z.dict.Len())
	for x := z.order.first(); x != nil; x = x.next {
		for _, r := range x.recs[:x.n] {
			records = append(records, c.add(c.hash(r.Key()), r.Key(), scoreOf(r)))
		}
	}
	c.order.fill(records)
	return c
}

// Encoding is the name that OBJECT ENCODING shows: Redis', not ours.
func (z *large) Encoding() string {
	if z.small {
		return "listpack"
	}
	return "skiplist"
}

// Mem is the bytes of heap that the set holds.
func (z *large) Mem() int {
	return largeBytes + z.bytes + z.dict.Mem() + z.order.mem()
}
