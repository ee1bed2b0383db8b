package table

import (
	"hash/maphash"
	"math/bits"
)

const (
	// A table doubles when it holds more than growLoad records for each home bucket, and
	// halves when it holds less than half of shrinkLoad: either way the new load is 3, half
	// way between the two.
	growLoad   = 6
	shrinkLoad = 3
)

// Table is a hash table of records. The zero Table is empty and holds no memory. Every call
// on one table takes hashes and the seed of the same Hash. It is not safe for concurrent use.
type Table struct {
	buckets []bucket // home buckets, then spare ones
	mask    uint64   // home buckets - 1
	count   int      // records
	own     int      // overflow buckets with an allocation of their own
	spare   uint32   // bit i: spare bucket i is free
	depth   uint32   // at least the buckets of the longest chain
}

// Hash returns the hash that tables expect of a key. The table takes the bucket from bit 0
// up and the tag from bits 44 to 51; bits 52 to 63 are free for the choice of a shard.
func Hash(seed maphash.Seed, key []byte) uint64 { return maphash.Bytes(seed, key) }

// Len returns the number of records.
func (t *Table) Len() int { return t.count }

// Buckets returns the number of home buckets, 0 or a power of two.
func (t *Table) Buckets() int {
	if t.buckets == nil {
		return 0
	}
	return int(t.mask + 1)
}

// Mem returns the bytes of heap that the buckets take, without the records.
func (t *Table) Mem() int { return bucketsMem(t.buckets) + t.own*bucketSize }

// Clear forgets all records and buckets.
func (t *Table) Clear() { *t = Table{} }

// Get returns the record of key, or none. It does not allocate.
func (t *Table) Get(hash uint64, key []byte) Record {
	if t.count == 0 {
		return Record{}
	}
	b := &t.buckets[hash&t.mask]
	tag := tagOf(hash)
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
	b := &t.buckets[hash&t.mask]
	tag := tagOf(hash)
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
	switch n := t.Buckets(); {
	case n == 0:
		t.allot(1)
	case t.count >= n*growLoad && t.count >= slotCount:
		t.resize(2*n, seed)
	}
	t.insert(hash, r)
	t.count++
	return Record{}
}

// Replace puts r in the place of old, a record of the table with the same key. It panics if
// old is not in the table.
func (t *Table) Replace(hash uint64, old, r Record) {
	for b := &t.buckets[hash&t.mask]; ; b = b.next() {
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
	t.remove(hash, b, i)
	t.count--
	if n := t.Buckets(); n > 1 && 2*t.count < n*shrinkLoad {
		t.resize(n/2, seed)
	}
	return r
}

// allot gives the table n empty home buckets.
func (t *Table) allot(n int) {
	t.buckets = newBuckets(n)
	t.mask = uint64(n - 1)
	t.spare = 1<<uint(len(t.buckets)-n) - 1
	t.own = 0
	t.depth = 1
}

// resize moves all records to n home buckets.
func (t *Table) resize(n int, seed maphash.Seed) {
	old := t.buckets[:t.mask+1]
	t.allot(n)
	m := mover{to: t, seed: seed}
	for i := range old {
		old[i].each(m.add)
	}
	m.flush()
}

// mover moves records to another table in batches. Hashing takes each key from memory, which
// is most of the work of a resize: over a batch the processor waits for many at a time.
type mover struct {
	to      *Table
	seed    maphash.Seed
	n       int
	records [moveBatch]Record
	keys    [moveBatch][]byte
}

const moveBatch = 64

func (m *mover) add(r Record) bool {
	if m.n == moveBatch {
		m.flush()
	}
	m.records[m.n] = r
	m.n++
	return true
}

// flush moves what add has gathered.
func (m *mover) flush() {
	for i, r := range m.records[:m.n] {
		m.keys[i] = r.Key()
	}
	for i, r := range m.records[:m.n] {
		m.to.insert(Hash(m.seed, m.keys[i]), r)
	}
	m.n = 0
}

// insert adds a record whose key is not in the table to its chain.
func (t *Table) insert(hash uint64, r Record) {
	b := &t.buckets[hash&t.mask]
	depth := uint32(1)
	for ; b.hasNext(); depth++ {
		b = b.next()
	}
	if n := b.used(); n < slotCount {
		b.set(n, tagOf(hash), r)
		return
	}
	o := t.overflow()
	o.set(0, b.tag(lastSlot), b.slots[lastSlot])
	o.set(1, tagOf(hash), r)
	b.reset(lastSlot)
	b.slots[lastSlot] = chained(o)
	b.tags |= metaChained
	t.depth = max(t.depth, depth+1)
}

// remove frees slot i of b, a bucket of the chain of hash, fills it with the chain's last
// record, and drops an overflow bucket that is left with one.
func (t *Table) remove(hash uint64, b *bucket, i int) {
	var prev *bucket
	last := &t.buckets[hash&t.mask]
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
