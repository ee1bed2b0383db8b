package table

import (
	"fmt"
	"hash/maphash"
	"runtime"
	"testing"
	"unsafe"
)

// TestLargeStepsAreShort fills and empties a table over its array, and fails if one change moves more
// than a step does.
func TestLargeStepsAreShort(t *testing.T) {
	t.Parallel()
	const n, every = 30_000, 9973
	m := newModel(t)
	steps := map[string]int{}
	step := func(what string, change func()) {
		large, homes := m.table.large != nil, m.table.homes()
		change()
		d := m.table.homes() - homes
		if large && (d < -splitStep || d > splitStep) || !large && m.table.homes() > arrayMax+splitStep {
			t.Fatalf("%s: from %d to %d home buckets with %d records", what, homes, m.table.homes(), m.table.Len())
		}
		if large && d != 0 {
			steps[what]++
		}
	}
	for i := range n {
		step("Put", func() { m.put(key(i), "") })
		if i%every == 0 {
			m.check()
		}
	}
	m.check()
	if homes := m.table.homes(); homes < n/largeLoad || homes > n/largeLoad+splitStep {
		t.Errorf("%d records: %d home buckets", n, homes)
	}
	for i := range n {
		step("Delete", func() { m.delete(key(i)) })
		if i%every == 0 {
			m.check()
		}
	}
	m.check()
	if want := n/largeLoad/splitStep - arrayMax/splitStep - 1; steps["Put"] < want || steps["Delete"] < want {
		t.Errorf("%v steps, want %d of each", steps, want)
	}
	if mem := m.table.Mem(); mem != bucketSize || m.table.large != nil {
		t.Errorf("after deletion: %d bytes", mem)
	}
}

// TestLargeDoesNotGoBackAndForth deletes and adds one record wherever a step was due.
func TestLargeDoesNotGoBackAndForth(t *testing.T) {
	t.Parallel()
	const from, to = 12_500, 25_000 // from where it has as many buckets as it should
	m := newModel(t)
	for i := range to {
		was := m.table.homes()
		m.put(key(i), "")
		now := m.table.homes()
		if i < from || now == was {
			continue
		}
		for range 10 {
			m.delete(key(i))
			m.put(key(i), "")
		}
		if again := m.table.homes(); again != now {
			t.Fatalf("%d records: %d home buckets, then %d", i+1, now, again)
		}
	}
}

// TestLargeMemory is not parallel: it measures the heap of the process.
func TestLargeMemory(t *testing.T) {
	seed := maphash.MakeSeed()
	var k [16]byte
	records := make([]Record, 300_000)
	for i := range records {
		nthKey(&k, i)
		records[i] = NewString(k[:], nil, 0, 0)
	}
	for _, n := range []int{12_500, 50_000, len(records)} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			before := heap()
			tables := make([]Table, len(records)/n)
			for i, r := range records[:n*len(tables)] {
				tables[i/n].Put(Hash(seed, r.Key()), seed, r)
			}
			used, told := heap()-before, 0
			for i := range tables {
				told += tables[i].Mem()
			}
			t.Logf("%.1f bytes of heap a record, %.1f told", float64(used)/float64(len(records)), float64(told)/float64(len(records)))
			if used > 17*len(records) {
				t.Errorf("%d bytes of heap a record", used/len(records))
			}
			if diff := used - told; diff < -used/50 || diff > used/50 {
				t.Errorf("Mem tells %d bytes, the heap has %d", told, used)
			}
			runtime.KeepAlive(tables)
		})
	}
	runtime.KeepAlive(records)
}

// TestLargeGivesSegmentsBack empties a table down to its array: of the segments and of the slice that
// lists them nothing much stays.
func TestLargeGivesSegmentsBack(t *testing.T) {
	t.Parallel()
	m := newModel(t)
	const n, left = 60_000, 7000
	for i := range n {
		m.put(key(i), "")
	}
	full := len(m.table.large.segments)
	for i := range n - left {
		m.delete(key(i))
	}
	l := m.table.large
	if l == nil || full < 15 || cap(l.segments) > full/4 {
		t.Fatalf("%d segments at first, then %+v", full, l)
	}
	if l.segments = l.segments[:cap(l.segments)]; l.segments[len(l.segments)-1] != nil && len(l.segments) > 1 {
		t.Error("a segment that was dropped is still referred to")
	}
}

func TestSegmentsAreCacheLines(t *testing.T) {
	t.Parallel()
	heap := make(chan *segment, 1) // what passes a channel is not on the stack
	for range 20 {
		heap <- new(segment)
		if at := uintptr(unsafe.Pointer(<-heap)); at%bucketSize != 0 {
			t.Fatalf("a segment begins %d bytes into a line", at%bucketSize)
		}
	}
	if n := int(unsafe.Sizeof(Table{})); n != 56 {
		t.Errorf("a table has %d bytes", n) // a shard of the keyspace with its table is two lines
	}
	if n := int(unsafe.Sizeof(large{})); n != new(large).mem() {
		t.Errorf("mem tells %d bytes, a large has %d", new(large).mem(), n)
	}
}

func BenchmarkLarge(b *testing.B) {
	const n = 1_000_000
	seed := maphash.MakeSeed()
	table := new(Table)
	var k [16]byte
	for i := range n {
		nthKey(&k, i)
		table.Put(Hash(seed, k[:]), seed, NewString(k[:], nil, 0, 0))
	}
	for _, bb := range []struct {
		name string
		op   func(x uint64)
	}{
		{"hit", func(x uint64) {
			nthKey(&k, int(x>>33)%n)
			table.Get(Hash(seed, k[:]), k[:])
		}},
		{"miss", func(x uint64) {
			nthKey(&k, n+int(x>>33)%n)
			table.Get(Hash(seed, k[:]), k[:])
		}},
		{"random", func(x uint64) { table.Random(x) }},
		{"delete and put", func(x uint64) {
			nthKey(&k, int(x>>33)%n)
			h := Hash(seed, k[:])
			table.Put(h, seed, table.Delete(h, seed, k[:]))
		}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			x := uint64(1)
			for b.Loop() {
				x = x*6364136223846793005 + 1442695040888963407
				bb.op(x)
			}
		})
	}
}
