package zset

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"

	"redstart/storage/table"
)

// check verifies what the tree promises of itself.
func (t *tree) check(tb testing.TB) {
	tb.Helper()
	if t.root == nil {
		if *t != (tree{}) {
			tb.Fatalf("an empty tree has %+v", *t)
		}
		return
	}
	var leaves []*node
	inner := 0
	var walk func(x *node, depth int) (n, height int, first table.Record)
	walk = func(x *node, depth int) (n, height int, first table.Record) {
		if x.n == 0 {
			tb.Fatal("an empty node")
		}
		for _, r := range x.recs[x.n:] {
			if !r.IsNil() {
				tb.Fatal("a node holds on to a record behind its end")
			}
		}
		if x.kids == nil {
			leaves = append(leaves, x)
			return x.n, 0, x.recs[0]
		}
		inner++
		for i, c := range x.kids.child[:x.n] {
			m, h, f := walk(c, depth+1)
			if m != x.kids.count[i] {
				tb.Fatalf("%d records below, %d counted", m, x.kids.count[i])
			}
			if i == 0 {
				first, height = f, h
				if !x.recs[0].IsNil() {
					tb.Fatal("child 0 has a separator")
				}
			} else if x.recs[i] != f || x.kids.score[i] != scoreOf(f) {
				tb.Fatal("a separator is not the first record below")
			}
			if h != height {
				tb.Fatal("leaves at different heights")
			}
			n += m
		}
		return n, height + 1, first
	}
	n, _, _ := walk(t.root, 0)
	if n != t.n || len(leaves) != t.leaves || inner != t.inner {
		tb.Fatalf("%d records, %d leaves, %d inner; counted %d, %d, %d", n, len(leaves), inner, t.n, t.leaves, t.inner)
	}
	var last *node
	var r table.Record
	for _, x := range leaves {
		if x.prev != last || last != nil && last.next != x {
			tb.Fatal("leaves are not linked in order")
		}
		last = x
		for _, next := range x.recs[:x.n] {
			if !r.IsNil() && !before(r, next) {
				tb.Fatalf("%s %v is not before %s %v", r.Key(), scoreOf(r), next.Key(), scoreOf(next))
			}
			r = next
		}
	}
	if last.next != nil {
		tb.Fatal("the last leaf has a next one")
	}
}

func before(x, y table.Record) bool {
	if a, b := scoreOf(x), scoreOf(y); a != b {
		return a < b
	}
	return bytes.Compare(x.Key(), y.Key()) < 0
}

func TestSizes(t *testing.T) {
	for _, tt := range []struct {
		of   any
		want int
		room int
	}{
		{node{}, leafBytes, 0},
		{kids{}, kidsBytes, 128},
		{large{}, largeBytes, 15},
	} {
		if n := int(reflect.TypeOf(tt.of).Size()); n > tt.want || n < tt.want-tt.room {
			t.Errorf("%T takes %d bytes, counted are %d", tt.of, n, tt.want)
		}
	}
}

// Records come and go in several orders; the tree keeps its promises and stays filled.
func TestTree(t *testing.T) {
	const n = 20000
	rnd := rand.New(rand.NewPCG(1, 2))
	shuffled := rnd.Perm(n)
	for _, tt := range []struct {
		name   string
		score  func(i int) float64
		filled float64 // bytes of leaves a record, at most
	}{
		{"ascending", func(i int) float64 { return float64(i) }, 8.6},
		{"descending", func(i int) float64 { return float64(-i) }, 8.6},
		{"random", func(i int) float64 { return float64(shuffled[i]) }, 10.8},
		{"equal", func(i int) float64 { return 1 }, 10.8},
		{"few", func(i int) float64 { return float64(i % 7) }, 10.8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			z := newLarge()
			for i := range n {
				m := []byte("m" + strconv.Itoa(shuffled[i]))
				z.insert(z.hash(m), m, tt.score(i))
				if i%1999 == 0 {
					z.order.check(t)
				}
			}
			z.order.check(t)
			if got := float64(z.order.leaves*leafBytes) / n; got > tt.filled {
				t.Errorf("%.1f bytes of leaves a record, want %.1f at most", got, tt.filled)
			}
			for rank := 0; rank < n; rank += 17 {
				x, i := z.order.at(rank)
				if got := z.order.rankOf(x.recs[i], scoreOf(x.recs[i])); got != rank {
					t.Fatalf("rank %d of the record at %d", got, rank)
				}
			}
			for left := n; left > 0; left-- {
				at := [...]int{0, left - 1, rnd.IntN(left), rnd.IntN(left)}[left/500%4]
				r := z.order.removeAt(at)
				z.forget(z.hash(r.Key()), r)
				if left%1999 == 0 || left < 130 {
					z.order.check(t)
				}
			}
			if z.dict.Len() != 0 || z.bytes != 0 || z.Mem() > largeBytes+128 {
				t.Errorf("%d members and %d bytes are left, %d in all", z.dict.Len(), z.bytes, z.Mem())
			}
		})
	}
}

func TestFill(t *testing.T) {
	for _, n := range []int{0, 1, full, full + 1, full*full + 1, 3 * full * full} {
		z := newLarge()
		var records []table.Record
		for i := range n {
			m := []byte(strconv.Itoa(i))
			records = append(records, z.add(z.hash(m), m, float64(i)))
		}
		z.order.fill(records)
		z.order.check(t)
		if z.order.n != n {
			t.Errorf("%d records of %d", z.order.n, n)
		}
	}
}
