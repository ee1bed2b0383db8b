package table

import (
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"
)

// model is a table beside the map that it must equal.
type model struct {
	t     *testing.T
	seed  maphash.Seed
	hash  func(key []byte) uint64
	table Table
	want  map[string]string
}

func newModel(t *testing.T) *model {
	seed := maphash.MakeSeed()
	return &model{
		t: t, seed: seed, want: map[string]string{},
		hash: func(key []byte) uint64 { return Hash(seed, key) },
	}
}

func (m *model) put(key, value string) {
	m.t.Helper()
	old := m.table.Put(m.hash([]byte(key)), m.seed, NewString([]byte(key), []byte(value), 0, 0))
	m.same("Put", key, old)
	m.want[key] = value
}

func (m *model) delete(key string) {
	m.t.Helper()
	m.same("Delete", key, m.table.Delete(m.hash([]byte(key)), m.seed, []byte(key)))
	delete(m.want, key)
}

func (m *model) get(key string) {
	m.t.Helper()
	m.same("Get", key, m.table.Get(m.hash([]byte(key)), []byte(key)))
}

func (m *model) replace(key, value string) {
	m.t.Helper()
	if _, ok := m.want[key]; !ok {
		return
	}
	old := m.table.Get(m.hash([]byte(key)), []byte(key))
	m.table.Replace(m.hash([]byte(key)), old, NewString([]byte(key), []byte(value), 0, 0))
	m.want[key] = value
}

// same fails if r is not what the map holds for key.
func (m *model) same(op, key string, r Record) {
	m.t.Helper()
	want, ok := m.want[key]
	if r.IsNil() == ok {
		m.t.Fatalf("%s(%q) found = %v, want %v", op, key, !r.IsNil(), ok)
	}
	if ok && (string(r.Key()) != key || string(r.Value()) != want) {
		m.t.Fatalf("%s(%q) = %q: %q, want %q", op, key, r.Key(), r.Value(), want)
	}
}

// check compares the whole table with the map and verifies the structure of every bucket.
func (m *model) check() {
	m.t.Helper()
	if m.table.Len() != len(m.want) {
		m.t.Fatalf("Len = %d, want %d", m.table.Len(), len(m.want))
	}
	for key := range m.want {
		m.get(key)
	}
	walks := map[string]func(fn func(Record)){
		"All":    func(fn func(Record)) { m.table.All(func(r Record) bool { fn(r); return true }) },
		"Bucket": func(fn func(Record)) { eachBucket(&m.table, fn) },
		"Scan":   func(fn func(Record)) { scanAll(&m.table, fn) },
	}
	for name, walk := range walks {
		n := 0
		walk(func(r Record) { m.same(name, string(r.Key()), r); n++ })
		if n != len(m.want) {
			m.t.Fatalf("%s gave %d records, want %d", name, n, len(m.want))
		}
	}
	m.checkBuckets()
}

func eachBucket(t *Table, fn func(Record)) {
	for i := range t.Buckets() {
		t.Bucket(i, fn)
	}
}

func scanAll(t *Table, fn func(Record)) {
	for cursor := t.Scan(0, fn); cursor != 0; cursor = t.Scan(cursor, fn) {
	}
}

// checkBuckets verifies the invariants of DESIGN.md.
func (m *model) checkBuckets() {
	m.t.Helper()
	own, spare := uint32(0), m.checkHomes()
	for i := range m.table.homes() {
		b, depth := m.table.at(uint64(i)), uint32(1)
		m.checkBucket(uint64(i), b)
		for ; b.hasNext(); depth++ {
			if b.used() != lastSlot || b.tag(lastSlot) != 0 {
				m.t.Fatalf("bucket %d: chained with tags %#x", i, b.tags)
			}
			b = b.next()
			m.checkBucket(uint64(i), b)
			if b.used() < 2 {
				m.t.Fatalf("bucket %d: overflow bucket with %d records", i, b.used())
			}
			if n := b.tags & metaSpare >> metaShift; n > 0 {
				spare &^= 1 << (n - 1)
			} else {
				own++
			}
		}
		if depth > m.table.depth {
			m.t.Fatalf("chain of %d buckets, depth is %d", depth, m.table.depth)
		}
	}
	if own != m.table.own || spare != m.table.spare {
		m.t.Fatalf("own = %d, spare = %b, counted %d, %b", m.table.own, m.table.spare, own, spare)
	}
}

// checkHomes verifies the number of home buckets, and returns the bits of all spare buckets.
func (m *model) checkHomes() (spare uint32) {
	m.t.Helper()
	t, l := &m.table, m.table.large
	if l == nil {
		if n := t.Buckets(); n > arrayMax {
			m.t.Fatalf("an array of %d buckets", n)
		}
		return 1<<uint(len(t.buckets)-t.Buckets()) - 1
	}
	if l.homes <= arrayMax || l.homes%splitStep != 0 || l.homes > t.Buckets() || l.homes <= t.Buckets()/2 || t.Buckets()&int(t.mask) != 0 {
		m.t.Fatalf("%d home buckets of %d", l.homes, t.Buckets())
	}
	if n := (l.homes - arrayMax + segmentBuckets - 1) / segmentBuckets; len(l.segments) != n || len(t.buckets) != arrayMax {
		m.t.Fatalf("%d home buckets: %d segments after %d buckets", l.homes, len(l.segments), len(t.buckets))
	}
	for i := l.homes; i%segmentBuckets != 0; i++ {
		if *t.at(uint64(i)) != (bucket{}) {
			m.t.Fatalf("bucket %d is beyond %d home buckets, but not empty", i, l.homes)
		}
	}
	return 0
}

func (m *model) checkBucket(home uint64, b *bucket) {
	m.t.Helper()
	for i := range slotCount {
		r := b.slots[i]
		if i >= b.used() {
			if chain := i == lastSlot && b.hasNext(); b.tag(i) != 0 || r.IsNil() == chain {
				m.t.Fatalf("bucket %d: slot %d is not free: %v, tag %d", home, i, r, b.tag(i))
			}
			continue
		}
		h := m.hash(r.Key())
		want := h & uint64(m.table.mask)
		if want >= uint64(m.table.homes()) {
			want -= uint64(m.table.Buckets()) / 2
		}
		if home != want || b.tag(i) != tagOf(h) {
			m.t.Fatalf("bucket %d: slot %d has hash %#x, tag %d", home, i, h, b.tag(i))
		}
	}
}

func key(i int) string { return fmt.Sprintf("key:%012d", i) }

func TestTableEqualsMap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		keys int // how many different ones
		ops  int
		seed uint64
	}{
		{"one key", 1, 200, 1},
		{"one bucket", 7, 2000, 2},
		{"few buckets", 60, 5000, 3},
		{"blocks", 1400, 20_000, 4},
		{"pages", 9000, 60_000, 5},
		{"segments", 30_000, 260_000, 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, rnd := newModel(t), rand.New(rand.NewPCG(tt.seed, 0))
			for i := range tt.ops {
				// Growing and shrinking phases, so that both ends are reached.
				puts := 7
				if i/(tt.keys*4)%2 == 1 {
					puts = 1
				}
				k := key(rnd.IntN(tt.keys))
				switch n := rnd.IntN(10); {
				case n < puts:
					m.put(k, strings.Repeat("v", rnd.IntN(40)))
				case n < 8:
					m.delete(k)
				case n < 9:
					m.replace(k, "replaced")
				default:
					m.get(k)
				}
				if i%(tt.ops/7) == 0 {
					m.check()
				}
			}
			m.check()
			m.table.Clear()
			clear(m.want)
			m.check()
		})
	}
}

func TestTableSameTagsAndBuckets(t *testing.T) {
	t.Parallel()
	for _, mask := range []uint64{0, 1, 0xff << 44, 3 | 3<<44} {
		m := newModel(t)
		m.hash = func(key []byte) uint64 { return Hash(m.seed, key) & mask }
		for i := range 6 { // a table of one bucket: resizing would take the real hash
			m.put(key(i), "v")
			m.check()
		}
		for i := range 6 {
			m.delete(key(i))
			m.check()
		}
	}
}

func TestTableChains(t *testing.T) {
	t.Parallel()
	// All keys in one bucket of a table that has room for all: chains grow and fall back.
	m := newModel(t)
	for i := range 1500 {
		m.put(key(i), "v")
	}
	var in []string
	for i := 2000; len(in) < 30; i++ {
		if m.hash([]byte(key(i)))&uint64(m.table.mask) == 5 {
			in = append(in, key(i))
		}
	}
	for round := range 3 {
		for _, k := range in {
			m.put(k, "w")
			m.checkBuckets()
		}
		rand.New(rand.NewPCG(uint64(round), 9)).Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		for _, k := range in {
			m.delete(k)
			m.checkBuckets()
		}
	}
	m.check()
}

func TestTableResizes(t *testing.T) {
	t.Parallel()
	m := newModel(t)
	if m.table.Buckets() != 0 || m.table.Mem() != 0 {
		t.Fatalf("zero table: %d buckets, %d bytes", m.table.Buckets(), m.table.Mem())
	}
	const n = 10_000
	for i := range n {
		m.put(key(i), "v")
	}
	if b := m.table.Buckets(); b != 2048 {
		t.Errorf("%d records: %d buckets, want 2048", n, b)
	}
	for i := range n {
		m.delete(key(i))
	}
	if b, mem := m.table.Buckets(), m.table.Mem(); b != 1 || mem != bucketSize {
		t.Errorf("after deletion: %d buckets, %d bytes", b, mem)
	}
	m.check()
	// Around a threshold it does not go back and forth.
	for i := range 13 {
		m.put(key(i), "v")
	}
	was := m.table.Buckets()
	for range 10 {
		m.delete(key(0))
		if m.table.Buckets() != was {
			t.Fatalf("one deletion after growth: %d buckets, was %d", m.table.Buckets(), was)
		}
		m.put(key(0), "v")
	}
}

func TestBucketsAreCacheLines(t *testing.T) {
	t.Parallel()
	if s := unsafe.Sizeof(bucket{}); s != bucketSize {
		t.Fatalf("a bucket has %d bytes", s)
	}
	heap := make(chan []bucket, 1) // what passes a channel is not on the stack
	for n := 1; n <= 4096; n *= 2 {
		for range 20 {
			heap <- newBuckets(n)
			b := <-heap
			if at := uintptr(unsafe.Pointer(unsafe.SliceData(b))); at%bucketSize != 0 {
				t.Fatalf("%d buckets begin %d bytes into a line", n, at%bucketSize)
			}
			if len(b) < n || len(b)-n > 31 {
				t.Fatalf("%d buckets: %d spare ones", n, len(b)-n)
			}
		}
	}
}

func TestReplaceOfStrangerPanics(t *testing.T) {
	t.Parallel()
	m := newModel(t)
	m.put("a", "1")
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	m.table.Replace(m.hash([]byte("a")), NewString([]byte("a"), nil, 0, 0), Record{})
}

func TestAllStops(t *testing.T) {
	t.Parallel()
	m := newModel(t)
	for i := range 100 {
		m.put(key(i), "v")
	}
	n := 0
	m.table.All(func(Record) bool { n++; return n < 10 })
	if n != 10 {
		t.Errorf("All called %d times, want 10", n)
	}
}
