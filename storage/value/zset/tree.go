package zset

import "redstart/storage/table"

// A counted B+tree of records in the order of scores and members. Leaves hold the records, 8 bytes each, and are linked. Inner nodes
// hold, for each child, how many records are below it, and the first of these (its separator) with a copy of its score: so that a
// descent reads no record but where scores are equal. Child 0 needs no separator.
//
// The first record of a subtree changes only by removal or by a change of its score; the separator above follows at once (see path.firstIs).

const (
	// width makes a leaf 512 bytes, the largest block with pointers to which the allocator adds no word of its own.
	width = 60
	// low is when a node is merged with a neighbour, if the two then fill no more than full.
	low  = width / 3
	full = width * 7 / 8
	// maxDepth is more inner levels than memory allows: each multiplies the records by 20 and more.
	maxDepth = 12

	leafBytes = 512
	kidsBytes = 1536 // with a word of the allocator's own, and what its size class has left
)

// tree is the order of records. The zero tree is empty.
type tree struct {
	root          *node
	n             int // records
	leaves, inner int // nodes
}

// node is a leaf, or the separators of an inner node, whose rest is in kids.
type node struct {
	n          int
	prev, next *node // of a leaf: its neighbours
	kids       *kids // nil in a leaf
	recs       [width]table.Record
}

// kids are the children of an inner node.
type kids struct {
	child [width]*node
	count [width]int     // records below
	score [width]float64 // of the separator
}

func (t *tree) mem() int { return (t.leaves+t.inner)*leafBytes + t.inner*kidsBytes }

func (t *tree) newLeaf() *node {
	t.leaves++
	return new(node)
}

func (t *tree) newInner() *node {
	t.inner++
	return &node{kids: new(kids)}
}

// path is the way from the root to a leaf: inner nodes and the child taken in each.
type path struct {
	steps [maxDepth]step
	n     int
}

type step struct {
	x *node
	i int
}

// add adds d to the counts along the path.
func (p *path) add(d int) {
	for i := range p.steps[:p.n] {
		p.steps[i].x.kids.count[p.steps[i].i] += d
	}
}

// firstIs notes that the first record below the node at a depth of the path is now r.
func (p *path) firstIs(depth int, r table.Record, score float64) {
	for depth--; depth >= 0; depth-- {
		if s := &p.steps[depth]; s.i > 0 {
			s.x.recs[s.i], s.x.kids.score[s.i] = r, score
			return
		}
	}
}

// branch is the child of an inner node in which a bound lies: the last one that begins on its left.
func (x *node) branch(b *Bound) int {
	from, to := 0, x.n-1
	for from < to {
		mid := int(uint(from+to+1) >> 1)
		if b.left(x.kids.score[mid], x.recs[mid]) {
			from = mid
		} else {
			to = mid - 1
		}
	}
	return from
}

// slot is the number of records of a leaf that stand to the left of a bound.
func (x *node) slot(b *Bound) int {
	from, to := 0, x.n
	if x.next == nil && to > 0 { // new scores are often the highest
		if r := x.recs[to-1]; b.left(scoreOf(r), r) {
			return to
		}
		to--
	}
	for from < to {
		mid := int(uint(from+to) >> 1)
		if r := x.recs[mid]; b.left(scoreOf(r), r) {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}

// rank is the number of records to the left of a bound.
func (t *tree) rank(b *Bound) int {
	x, n := t.root, 0
	if x == nil {
		return 0
	}
	for x.kids != nil {
		i := x.branch(b)
		for _, c := range x.kids.count[:i] {
			n += c
		}
		x = x.kids.child[i]
	}
	return n + x.slot(b)
}

// rankOf is the number of records before r, which is in the tree with that score.
func (t *tree) rankOf(r table.Record, score float64) int {
	b := Bound{score: score, member: r.Key(), by: byBoth, after: true}
	x, n := t.root, 0
	for x.kids != nil {
		i := x.branch(&b)
		for _, c := range x.kids.count[:i] {
			n += c
		}
		x = x.kids.child[i]
	}
	return n + x.index(r)
}

// index is the place of a record in its leaf. It reads no record.
func (x *node) index(r table.Record) int {
	for i, o := range x.recs[:x.n] {
		if o == r {
			return i
		}
	}
	panic("zset: a record is not in its place in the order")
}

// at is the leaf and the place in it of the record of a rank, which exists.
func (t *tree) at(rank int) (x *node, i int) {
	x = t.root
	for x.kids != nil {
		k := x.kids
		for i = 0; rank >= k.count[i]; i++ {
			rank -= k.count[i]
		}
		x = k.child[i]
	}
	return x, rank
}

// first is the first leaf, nil in an empty tree.
func (t *tree) first() *node {
	x := t.root
	for x != nil && x.kids != nil {
		x = x.kids.child[0]
	}
	return x
}

// descend finds the leaf in which a bound lies.
func (t *tree) descend(b *Bound, p *path) *node {
	x := t.root
	for x.kids != nil {
		i := x.branch(b)
		p.steps[p.n] = step{x, i}
		p.n++
		x = x.kids.child[i]
	}
	return x
}

// descendTo finds the leaf with the record of a rank, which exists, and its place in it.
func (t *tree) descendTo(rank int, p *path) (x *node, i int) {
	x = t.root
	for x.kids != nil {
		k := x.kids
		for i = 0; rank >= k.count[i]; i++ {
			rank -= k.count[i]
		}
		p.steps[p.n] = step{x, i}
		p.n++
		x = k.child[i]
	}
	return x, rank
}
