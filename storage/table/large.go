package table

import (
	"hash/maphash"
	"slices"
)

const (
	// arrayMax is how many home buckets a table has in one array. Up to there it is resized in one
	// step, of 6144 records at most; one with more is large.
	arrayMax = 2048
	// segmentBuckets is how many home buckets a large table adds with one allocation: 32 KiB, the
	// least that the allocator gives without a word of its own before it.
	segmentBuckets = 512
	// splitStep is how many buckets are split or merged in one step: about as many records as a
	// mover takes at a time.
	splitStep = 8
	// largeLoad is how many records for each home bucket a large table holds, until it shrinks.
	largeLoad = 5
	// largeMax ends the growth of a table: home buckets of 256 GiB.
	largeMax = 1 << 32
)

// large is what a table has beside its array of arrayMax home buckets when that is not enough. It
// grows by linear hashing (Witold Litwin, 1980): in each round the buckets are split one after
// another, a few for each record that is added; when all are, the next round begins. Bucket i of
// n that are to be split is split into i and n+i. So no step is long, and none needs more than
// one new segment.
type large struct {
	homes    int        // home buckets with those of the array, a multiple of splitStep
	segments []*segment // of the home buckets from arrayMax on
}

type segment [segmentBuckets]bucket

// mem returns the bytes of heap of all but the array and the overflow buckets.
func (l *large) mem() int {
	const fixed = 4 * wordSize
	return fixed + cap(l.segments)*wordSize + len(l.segments)*segmentBuckets*bucketSize
}

// far returns the home bucket of the hashes whose low bits, as many as mask has, are i. It is not
// in the array, unless it is not split yet.
func (t *Table) far(i uint64) *bucket {
	if i >= uint64(t.large.homes) {
		i &= uint64(t.mask >> 1)
	}
	return t.at(i)
}

// at returns home bucket i.
func (t *Table) at(i uint64) *bucket {
	if i < uint64(len(t.buckets)) {
		return &t.buckets[i]
	}
	i -= arrayMax
	return &t.large.segments[i/segmentBuckets][i%segmentBuckets]
}

// split splits the next splitStep buckets of a large table.
func (t *Table) split(seed maphash.Seed) {
	l := t.large
	if l.homes == t.Buckets() {
		t.mask = t.mask<<1 | 1
	}
	if l.homes%segmentBuckets == 0 {
		l.segments = append(l.segments, new(segment))
	}
	first := l.homes & int(t.mask>>1)
	l.homes += splitStep
	var old [splitStep]bucket
	for i := range old {
		b := t.at(uint64(first + i))
		old[i], *b = *b, bucket{}
	}
	m := mover{to: t, seed: seed}
	for i := range old {
		old[i].each(m.add)
		for b := &old[i]; b.hasNext(); b = b.next() {
			t.own--
		}
	}
	m.flush()
}

// merge undoes the last split of a large table. It reads no key: where the records go is known.
func (t *Table) merge() {
	l := t.large
	l.homes -= splitStep
	first := l.homes & int(t.mask>>1)
	for i := range splitStep {
		from := t.at(uint64(l.homes + i))
		t.absorb(t.at(uint64(first+i)), from)
		*from = bucket{}
	}
	if first == 0 {
		t.mask >>= 1 // the round is undone
	}
	if l.homes%segmentBuckets == 0 {
		l.drop()
	}
	if l.homes == arrayMax {
		t.large = nil
	}
}

// absorb adds the records of the chain of from to that of to.
func (t *Table) absorb(to, from *bucket) {
	for {
		for i := range from.used() {
			t.add(to, from.tag(i), from.slots[i])
		}
		if !from.hasNext() {
			return
		}
		from = from.next()
		t.own--
	}
}

// drop gives up the last segment, which is empty.
func (l *large) drop() {
	n := len(l.segments) - 1
	l.segments[n] = nil
	l.segments = l.segments[:n]
	if n < cap(l.segments)/4 {
		l.segments = slices.Clone(l.segments)
	}
}
