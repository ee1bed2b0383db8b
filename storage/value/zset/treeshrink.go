package zset

import "redstart/storage/table"

// remove removes a record, which is in the tree with that score.
func (t *tree) remove(r table.Record, score float64) {
	var p path
	x := t.descend(&Bound{score: score, member: r.Key(), by: byBoth, after: true}, &p)
	t.cut(&p, x, x.index(r))
}

// removeAt removes the record of a rank, which exists, and returns it.
func (t *tree) removeAt(rank int) table.Record {
	var p path
	x, i := t.descendTo(rank, &p)
	r := x.recs[i]
	t.cut(&p, x, i)
	return r
}

// move gives a record another score.
func (t *tree) move(r table.Record, from, to float64) {
	var p path
	x := t.descend(&Bound{score: from, member: r.Key(), by: byBoth, after: true}, &p)
	i := x.index(r)
	if x.fits(i, r, to) {
		setScoreOf(r, to)
		if i == 0 {
			p.firstIs(p.n, r, to)
		}
		return
	}
	t.cut(&p, x, i)
	setScoreOf(r, to)
	t.insert(r, to)
}

// fits reports whether the record at place i of a leaf may have another score there.
func (x *node) fits(i int, r table.Record, score float64) bool {
	b := Bound{score: score, member: r.Key(), by: byBoth}
	l, j := x, i-1
	if j < 0 && x.prev != nil {
		l, j = x.prev, x.prev.n-1
	}
	if j >= 0 && !b.left(scoreOf(l.recs[j]), l.recs[j]) {
		return false
	}
	l, j = x, i+1
	if j == x.n && x.next != nil {
		l, j = x.next, 0
	}
	return j == l.n || !b.left(scoreOf(l.recs[j]), l.recs[j])
}

// cut removes the record at place i of the leaf at the end of the path.
func (t *tree) cut(p *path, x *node, i int) {
	t.n--
	p.add(-1)
	copy(x.recs[i:x.n], x.recs[i+1:x.n])
	x.n--
	x.recs[x.n] = table.Record{}
	if i == 0 && x.n > 0 {
		p.firstIs(p.n, x.recs[0], scoreOf(x.recs[0]))
	}
	if x.n < low {
		t.shrink(p, p.n, x)
	}
}

// shrink drops the node x, at a depth of the path, when it is empty, and merges it with a neighbour when both have few.
func (t *tree) shrink(p *path, depth int, x *node) {
	if depth == 0 {
		t.lower()
		return
	}
	if x.n >= low {
		return
	}
	z, i := p.steps[depth-1].x, p.steps[depth-1].i
	k := z.kids
	switch {
	case x.n == 0:
		t.drop(z, i, x)
		if i == 0 && z.n > 0 {
			first, score := z.recs[0], k.score[0]
			z.recs[0] = table.Record{}
			p.firstIs(depth-1, first, score)
		}
	case i+1 < z.n && x.n+k.child[i+1].n <= full:
		y := k.child[i+1]
		x.take(y, 0, z.recs[i+1], k.score[i+1])
		k.count[i] += k.count[i+1]
		t.drop(z, i+1, y)
	case i > 0 && x.n+k.child[i-1].n <= full:
		k.child[i-1].take(x, 0, z.recs[i], k.score[i])
		k.count[i-1] += k.count[i]
		t.drop(z, i, x)
	default:
		return
	}
	t.shrink(p, depth-1, z)
}

// lower gives the tree a lower root when the root has one child or nothing.
func (t *tree) lower() {
	for t.root.kids != nil && t.root.n == 1 {
		t.root = t.root.kids.child[0]
		t.inner--
	}
	if t.root.n == 0 {
		*t = tree{}
	}
}

// drop removes the empty child x of z, at place i.
func (t *tree) drop(z *node, i int, x *node) {
	k := z.kids
	copy(z.recs[i:z.n], z.recs[i+1:z.n])
	copy(k.child[i:z.n], k.child[i+1:z.n])
	copy(k.count[i:z.n], k.count[i+1:z.n])
	copy(k.score[i:z.n], k.score[i+1:z.n])
	z.n--
	z.recs[z.n], k.child[z.n] = table.Record{}, nil
	if x.kids != nil {
		t.inner--
		return
	}
	t.leaves--
	if x.prev != nil {
		x.prev.next = x.next
	}
	if x.next != nil {
		x.next.prev = x.prev
	}
}
