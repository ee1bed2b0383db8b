package table

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"runtime"
	"testing"
)

// shards is a keyspace as package storage has it: the high hash bits choose the table.
type shards struct {
	seed   maphash.Seed
	tables [1024]Table
}

func (s *shards) of(hash uint64) *Table { return &s.tables[hash>>54] }

func (s *shards) fill(n, valueLen int) {
	var k [16]byte
	value := fill(valueLen)
	for i := range n {
		nthKey(&k, i)
		h := Hash(s.seed, k[:])
		s.of(h).Put(h, s.seed, NewString(k[:], value, 0, 0))
	}
}

// nthKey writes the i-th key.
func nthKey(k *[16]byte, i int) {
	copy(k[:8], "key:0000")
	binary.BigEndian.PutUint64(k[8:], uint64(i))
}

// heap returns the bytes of live objects.
func heap() int {
	runtime.GC()
	runtime.GC() // the first may leave what was being swept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// TestMemoryPerKey is not parallel: it measures the heap of the process.
func TestMemoryPerKey(t *testing.T) {
	const n = 1_000_000
	tests := []struct{ value, limit int }{
		{16, 69},
		{64, 117},
		{1024, 1173},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.value), func(t *testing.T) {
			n := n
			if tt.value > 64 {
				n /= 4 // the same load, less memory
			}
			before := heap()
			s := &shards{seed: maphash.MakeSeed()}
			s.fill(n, tt.value)
			used := heap() - before
			told := 0
			for i := range s.tables {
				told += s.tables[i].Mem()
				s.tables[i].All(func(r Record) bool { told += r.Size(); return true })
			}
			t.Logf("%d-byte values: %.1f bytes of heap a key, %.1f told", tt.value, float64(used)/float64(n), float64(told)/float64(n))
			if used > n*tt.limit {
				t.Errorf("%d bytes of heap a key, want %d at most", used/n, tt.limit)
			}
			if diff := used - told; diff < -used/50 || diff > used/50 {
				t.Errorf("Mem and Size tell %d bytes, the heap has %d", told, used)
			}
			runtime.KeepAlive(s)
		})
	}
}

func TestNoAllocations(t *testing.T) {
	seed := maphash.MakeSeed()
	var table Table
	k, value := fill(16), fill(64)
	h := Hash(seed, k)
	r := NewString(k, value, 0, 0)
	table.Put(h, seed, r)
	if n := testing.AllocsPerRun(100, func() {
		h := Hash(seed, k)
		r := table.Get(h, k)
		r.SetClock(r.Clock() + 1)
		if !r.Overwrite(value) || r.HasExpire() || r.Kind() != KindString {
			t.Error("wrong record")
		}
		table.Put(h, seed, r)
		table.Scan(0, func(Record) {})
		table.Random(5)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestCollection lets the garbage collector run while strings and objects come, change and
// go: what a record refers to must live as long as the record, and no longer.
func TestCollection(t *testing.T) {
	seed := maphash.MakeSeed()
	table := new(Table)
	rnd := rand.New(rand.NewPCG(1, 2))
	check := func(r Record) bool {
		k := r.Key()
		if r.Kind() == KindString {
			if v := r.Value(); len(v) > 0 && string(v) != string(fill(len(v))) {
				t.Fatalf("value of %q is damaged", k)
			}
		} else if v := r.Object().(*[]byte); string(*v) != string(k) {
			t.Fatalf("object of %q is damaged: %q", k, *v)
		}
		return true
	}
	finalized := make(chan struct{}, 1)
	var k [16]byte
	for i := range 20_000 {
		nthKey(&k, rnd.IntN(3000))
		h := Hash(seed, k[:])
		switch rnd.IntN(5) {
		case 0:
			table.Put(h, seed, NewObject(KindHash, k[:], new(append([]byte(nil), k[:]...)), 0, 0))
		case 1, 2:
			table.Put(h, seed, NewString(k[:], fill(rnd.IntN(300)), int64(i%2), 0))
		case 3:
			if r := table.Get(h, k[:]); !r.IsNil() && r.Kind() == KindString {
				table.Replace(h, r, r.WithExpire(int64(i%3)))
			}
		case 4:
			table.Delete(h, seed, k[:])
		}
		if i%500 == 0 {
			runtime.GC()
			table.All(check)
		}
	}
	nthKey(&k, 1)
	h := Hash(seed, k[:])
	v := new([64]byte)
	runtime.AddCleanup(v, func(c chan struct{}) { c <- struct{}{} }, finalized)
	table.Put(h, seed, NewObject(KindSet, k[:], v, 0, 0))
	table.Delete(h, seed, k[:])
	runtime.GC()
	<-finalized
	runtime.KeepAlive(table)
}

func BenchmarkGet(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := &shards{seed: maphash.MakeSeed()}
			s.fill(n, 64)
			b.Run("hit", func(b *testing.B) {
				benchGet(b, s, n, 0, true)
			})
			b.Run("miss", func(b *testing.B) {
				benchGet(b, s, n, n, false)
			})
			b.Run("same", func(b *testing.B) { // without cache misses
				benchGet(b, s, 16, 0, true)
			})
		})
	}
}

func benchGet(b *testing.B, s *shards, n, from int, hit bool) {
	var k [16]byte
	x := uint64(1)
	b.ReportAllocs()
	for b.Loop() {
		x = x*6364136223846793005 + 1442695040888963407
		nthKey(&k, from+int(x>>33)%n)
		h := Hash(s.seed, k[:])
		if r := s.of(h).Get(h, k[:]); r.IsNil() == hit {
			b.Fatal("wrong answer")
		}
	}
}

func BenchmarkOverwrite(b *testing.B) {
	const n = 1_000_000
	s := &shards{seed: maphash.MakeSeed()}
	s.fill(n, 64)
	value := fill(64)
	var k [16]byte
	x := uint64(1)
	b.ReportAllocs()
	for b.Loop() {
		x = x*6364136223846793005 + 1442695040888963407
		nthKey(&k, int(x>>33)%n)
		h := Hash(s.seed, k[:])
		if !s.of(h).Get(h, k[:]).Overwrite(value) {
			b.Fatal("refused")
		}
	}
}

func BenchmarkPutNew(b *testing.B) {
	s := &shards{seed: maphash.MakeSeed()}
	value := fill(64)
	var k [16]byte
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		nthKey(&k, i)
		h := Hash(s.seed, k[:])
		s.of(h).Put(h, s.seed, NewString(k[:], value, 0, 0))
	}
}

func BenchmarkNewString(b *testing.B) {
	for _, n := range []int{16, 64, 1024, 16384} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			k, value := fill(16), fill(n)
			b.ReportAllocs()
			for b.Loop() {
				NewString(k, value, 0, 0)
			}
		})
	}
}
