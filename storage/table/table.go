package table

import (
	"hash/maphash"
	"math/bits"
)

// Table is a hash table of records. The zero Table is empty and holds no memory. Every call
// on one table takes hashes and the seed of the same Hash. It is not safe for concurrent use.
type Table struct {
	buckets []bucket // home buckets, then spare ones; in a large table its first arrayMax
	count   int      // records
	mask    uint32   // the lowest power of two from the home buckets on, less 1
	own     uint32   // overflow buckets with an allocation of their own
	large   *large   // the other home buckets of a large table; nil in others
	spare   uint32   // bit i: spare bucket i is free
	depth   uint32   // at least the buckets of the longest chain
}

// Hash returns the hash that tables expect of a key. The table takes the bucket from bit 0
// up and the tag from bits 44 to 51; bits 52 to 63 are free for the choice of a shard.
func Hash(seed maphash.Seed, key []byte) uint64 { return maphash.Bytes(seed, key) }

// Len returns the number of records.
func (t *Table) Len() int { return t.count }

// Buckets returns how many numbers Bucket takes, 0 or a power of two.
func (t *Table) Buckets() int {
	if t.buckets == nil {
		return 0
	}
	return int(t.mask) + 1
}

// homes returns the number of home buckets, from over half of Buckets to all.
func (t *Table) homes() int {
	if t.large != nil {
		return t.large.homes
	}
	return t.Buckets()
}

// home returns the home bucket of a hash. The table has buckets.
func (t *Table) home(hash uint64) *bucket {
	i := hash & uint64(t.mask)
	if i < uint64(len(t.buckets)) {
		return &t.buckets[i]
	}
	return t.far(i)
}

// Mem returns the bytes of heap that the buckets take, without the records.
func (t *Table) Mem() int {
	n := bucketsMem(t.buckets) + int(t.own)*bucketSize
	if t.large != nil {
		n += t.large.mem()
	}
	return n
}

// Clear forgets all records and buckets.
func (t *Table) Clear() { *t = Table{} }

// Get returns the record of key, or none. It does not allocate.
func (t *Table) Get(hash uint64, key []byte) Record {
	if t.count == 0 {
		return Record{}
	}
	b, tag := t.home(hash), tagOf(hash)
	for {
		for m := b.match(tag); m != 0; m &= m - 1 {
			if r := b.slots[bits.TrailingZeros64(m)/8]; r.keyIs(key) {
				return r
			}
		}
		if !b.hasNext() {
			return Record{}
		}
		b = b.next()
	}
}

// find returns the bucket and slot of key, or nil.
func (t *Table) find(hash uint64, key []byte) (*bucket, int) {
	if t.count == 0 {
		return nil, 0
	}
	b, tag := t.home(hash), tagOf(hash)
	for {
		for m := b.match(tag); m != 0; m &= m - 1 {
			if i := bits.TrailingZeros64(m) / 8; b.slots[i].keyIs(key) {
				return b, i
			}
		}
		if !b.hasNext() {
			return nil, 0
		}
		b = b.next()
	}
}

// Put adds r, or puts it in the place of the record with the same key, which it returns.
func (t *Table) Put(hash uint64, seed maphash.Seed, r Record) (old Record) {
	if b, i := t.find(hash, r.Key()); b != nil {
		old, b.slots[i] = b.slots[i], r
		return old
	}
	t.grow(seed)
	t.add(t.home(hash), tagOf(hash), r)
	t.count++
	return Record{}
}

// Replace puts r in the place of old, a record of the table with the same key. It panics if
// old is not in the table.
func (t *Table) Replace(hash uint64, old, r Record) {
	for b := t.home(hash); ; b = b.next() {
		for i := range b.used() {
			if b.slots[i] == old {
				b.slots[i] = r
				return
			}
		}
		if !b.hasNext() {
			panic("table: replaced record is not in the table")
		}
	}
}

// Delete removes the record of key and returns it, or none.
func (t *Table) Delete(hash uint64, seed maphash.Seed, key []byte) Record {
	b, i := t.find(hash, key)
	if b == nil {
		return Record{}
	}
	r := b.slots[i]
	t.remove(t.home(hash), b, i)
	t.count--
	t.shrink(seed)
	return r
}

// add puts a record whose key is not in the table into the chain of b, its home bucket.
func (t *Table) add(b *bucket, tag uint64, r Record) {
	depth := uint32(1)
	for ; b.hasNext(); depth++ {
		b = b.next()
	}
	if n := b.used(); n < slotCount {
		b.set(n, tag, r)
		return
	}
	o := t.overflow()
	o.set(0, b.tag(lastSlot), b.slots[lastSlot])
	o.set(1, tag, r)
	b.reset(lastSlot)
	b.slots[lastSlot] = chained(o)
	b.tags |= metaChained
	t.depth = max(t.depth, depth+1)
}

// remove frees slot i of b, a bucket of the chain of home, fills it with the chain's last
// record, and drops an overflow bucket that is left with one.
func (t *Table) remove(home, b *bucket, i int) {
	var prev *bucket
	last := home
	for last.hasNext() {
		prev, last = last, last.next()
	}
	n := last.used() - 1
	tag, r := last.tag(n), last.slots[n]
	last.reset(n)
	if b != last || i != n {
		b.reset(i)
		b.set(i, tag, r)
	}
	if prev == nil || n > 1 {
		return
	}
	prev.tags &^= metaChained
	prev.set(lastSlot, last.tag(0), last.slots[0])
	t.release(last)
}

// overflow returns an empty bucket to chain.
func (t *Table) overflow() *bucket {
	if t.spare == 0 {
		t.own++
		return new(bucket)
	}
	i := bits.TrailingZeros32(t.spare)
	t.spare &= t.spare - 1
	b := &t.buckets[int(t.mask)+1+i]
	b.tags = uint64(i+1) << metaShift
	return b
}

// release takes back a bucket that overflow returned.
func (t *Table) release(b *bucket) {
	i := b.tags & metaSpare >> metaShift
	*b = bucket{}
	if i == 0 {
		t.own--
		return
	}
	t.spare |= 1 << (i - 1)
}
