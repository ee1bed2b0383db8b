package table

import "math/bits"

const (
	slotCount  = 7
	lastSlot   = slotCount - 1
	bucketSize = 64 // bytes

	lowBits  = 0x0001010101010101 // the lowest bit of each tag
	highBits = 0x0080808080808080 // the highest bit of each tag
	tagBits  = 0x00ffffffffffffff // the tags without the meta byte

	// The meta byte is the highest of the tags word: bit 63 says that the last slot points to
	// an overflow bucket; in an overflow bucket bits 56-61 are its number among the spare ones
	// of the array plus 1, or 0 if it has an allocation of its own.
	metaShift   = 56
	metaChained = 1 << 63
	metaSpare   = 0x3f << metaShift
)

// bucket is one cache line: seven tags, the meta byte and seven slots. Used slots come first;
// a tag is 0 exactly in a free slot and in the last slot of a chained bucket. A bucket that
// has an overflow bucket is full, and an overflow bucket holds at least two records.
type bucket struct {
	tags  uint64
	slots [slotCount]Record
}

// tagOf returns the tag of a hash, 1 to 255: bits 44-51, with 0 taken as 1.
func tagOf(hash uint64) uint64 {
	t := hash >> 44 & 0xff
	return t + (t-1)>>63
}

// match returns the highest bit of each tag that equals tag, exactly.
func (b *bucket) match(tag uint64) uint64 {
	x := b.tags ^ tag*lowBits
	// A byte is zero when neither its low seven bits carry into the eighth nor that is set.
	return ^((x&^highBits + (highBits - lowBits)) | x) & highBits
}

// used returns the number of records in this bucket alone.
func (b *bucket) used() int { return (bits.Len64(b.tags&tagBits) + 7) / 8 }

// hasNext says whether the bucket has an overflow bucket.
func (b *bucket) hasNext() bool { return b.tags&metaChained != 0 }

// tag returns the tag of slot i.
func (b *bucket) tag(i int) uint64 { return b.tags >> (8 * uint(i)) & 0xff }

// set fills slot i, which is free.
func (b *bucket) set(i int, tag uint64, r Record) {
	b.tags |= tag << (8 * uint(i))
	b.slots[i] = r
}

// reset frees slot i.
func (b *bucket) reset(i int) {
	b.tags &^= 0xff << (8 * uint(i))
	b.slots[i] = Record{}
}

// at returns the i-th record of the chain that starts at b, or none.
func (b *bucket) at(i int) Record {
	for b.hasNext() {
		if i < lastSlot {
			return b.slots[i]
		}
		i -= lastSlot
		b = b.next()
	}
	if i >= slotCount {
		return Record{}
	}
	return b.slots[i]
}

// each calls fn with each record of the chain that starts at b, until fn returns false, and
// says whether it called fn with all.
func (b *bucket) each(fn func(Record) bool) bool {
	for {
		for _, r := range b.slots[:b.used()] {
			if !fn(r) {
				return false
			}
		}
		if !b.hasNext() {
			return true
		}
		b = b.next()
	}
}

// The allocator puts a word of its own before a block with pointers of more than 512 bytes
// and up to 32 KiB, which takes an array of 2^k buckets to the next size class and off the
// cache lines. These blocks pad the word to a line, and give what the class has left to spare
// buckets, which serve as the first overflow buckets.
type (
	block16 struct {
		_ linePad
		b [17]bucket
	}
	block32 struct {
		_ linePad
		b [35]bucket
	}
	block64 struct {
		_ linePad
		b [75]bucket
	}
	block128 struct {
		_ linePad
		b [147]bucket
	}
	block256 struct {
		_ linePad
		b [287]bucket
	}
)

type linePad [bucketSize - wordSize]byte

// newBuckets allocates n home buckets, a power of two, and the spare ones that come with them.
func newBuckets(n int) []bucket {
	switch n {
	case 16:
		return new(block16).b[:]
	case 32:
		return new(block32).b[:]
	case 64:
		return new(block64).b[:]
	case 128:
		return new(block128).b[:]
	case 256:
		return new(block256).b[:]
	}
	return make([]bucket, n)
}

// bucketsMem returns the bytes of heap of a result of newBuckets.
func bucketsMem(b []bucket) int {
	if n := len(b); n > 8 && n < 512 {
		return (n + 1) * bucketSize // with the padding and the allocator's word
	}
	return len(b) * bucketSize
}
