package table

import "hash/maphash"

const (
	// An array doubles when it holds more than growLoad records for each home bucket, and halves
	// when it holds less than half of shrinkLoad: either way the new load is 3, half way between
	// the two.
	growLoad   = 6
	shrinkLoad = 3
)

// grow makes room for one more record, if that is due.
func (t *Table) grow(seed maphash.Seed) {
	switch n := t.homes(); {
	case n == 0:
		t.allot(1)
	case t.large != nil:
		if t.count >= n*largeLoad && n < largeMax {
			t.split(seed)
		}
	case t.count < n*growLoad || t.count < slotCount:
	case n < arrayMax:
		t.resize(2*n, seed)
	default:
		t.large = &large{homes: n}
		t.split(seed)
	}
}

// shrink gives room back, if that is due.
func (t *Table) shrink(seed maphash.Seed) {
	switch n := t.homes(); {
	case t.large != nil:
		if t.count < n*shrinkLoad {
			t.merge()
		}
	case n > 1 && 2*t.count < n*shrinkLoad:
		t.resize(n/2, seed)
	}
}

// allot gives the table n empty home buckets, arrayMax at most.
func (t *Table) allot(n int) {
	t.buckets = newBuckets(n)
	t.mask = uint32(n - 1)
	t.spare = 1<<uint(len(t.buckets)-n) - 1
	t.own = 0
	t.depth = 1
}

// resize moves all records to n home buckets, arrayMax at most.
func (t *Table) resize(n int, seed maphash.Seed) {
	old := t.buckets[:t.mask+1]
	t.allot(n)
	m := mover{to: t, seed: seed}
	for i := range old {
		old[i].each(m.add)
	}
	m.flush()
}

// mover moves records to their home buckets in batches. Hashing takes each key from memory, which
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
		hash := Hash(m.seed, m.keys[i])
		m.to.add(m.to.home(hash), tagOf(hash), r)
	}
	m.n = 0
}
