package zset

import "redstart/storage/table"

// insert adds a record.
func (t *tree) insert(r table.Record, score float64) {
	if t.root == nil {
		t.root = t.newLeaf()
	}
	t.n++
	var p path
	b := Bound{score: score, member: r.Key(), by: byBoth}
	x := t.descend(&b, &p)
	i := x.slot(&b)
	p.add(1)
	if x.n == width {
		x, i = t.makeRoom(&p, x, i, r, score)
	}
	copy(x.recs[i+1:x.n+1], x.recs[i:x.n])
	x.recs[i] = r
	x.n++
}

// makeRoom makes room in or beside a full leaf for record r, which belongs at place i and is counted already. It returns where r
// belongs then. Records go to a neighbour that has room for some, so that leaves stay well filled; otherwise the leaf is split.
func (t *tree) makeRoom(p *path, x *node, i int, r table.Record, score float64) (*node, int) {
	if p.n > 0 {
		up := &p.steps[p.n-1]
		if up.i > 0 {
			if l := up.x.kids.child[up.i-1]; l.n <= full {
				return up.shiftLeft(l, x, i)
			}
		}
		if up.i+1 < up.x.n {
			if l := up.x.kids.child[up.i+1]; l.n <= full {
				return up.shiftRight(x, l, i)
			}
		}
	}
	return t.split(p, x, i, r, score)
}

// shiftLeft moves records from the leaf x, the child of the step, to the one on its left.
func (s *step) shiftLeft(l, x *node, i int) (*node, int) {
	m := (width - l.n) / 2
	copy(l.recs[l.n:], x.recs[:m])
	l.n += m
	copy(x.recs[:], x.recs[m:])
	clear(x.recs[width-m:])
	x.n -= m
	s.x.recs[s.i], s.x.kids.score[s.i] = x.recs[0], scoreOf(x.recs[0])
	if i > m {
		s.x.kids.count[s.i-1] += m
		s.x.kids.count[s.i] -= m
		return x, i - m
	}
	s.x.kids.count[s.i-1] += m + 1
	s.x.kids.count[s.i] -= m + 1
	return l, l.n - m + i
}

// shiftRight moves records from the leaf x, the child of the step, to the one on its right.
func (s *step) shiftRight(x, y *node, i int) (*node, int) {
	m := (width - y.n) / 2
	copy(y.recs[m:], y.recs[:y.n])
	copy(y.recs[:m], x.recs[width-m:])
	y.n += m
	clear(x.recs[width-m:])
	x.n -= m
	s.x.recs[s.i+1], s.x.kids.score[s.i+1] = y.recs[0], scoreOf(y.recs[0])
	if i <= x.n {
		s.x.kids.count[s.i+1] += m
		s.x.kids.count[s.i] -= m
		return x, i
	}
	s.x.kids.count[s.i+1] += m + 1
	s.x.kids.count[s.i] -= m + 1
	return y, i - x.n
}

// split cuts a full leaf in two and returns where the record r belongs then. At the end and at the beginning of the order the cut
// is there, so that records that come in order fill their leaves.
func (t *tree) split(p *path, x *node, i int, r table.Record, score float64) (*node, int) {
	cut := width / 2
	switch {
	case i == width && x.next == nil:
		cut = width
	case i == 0 && x.prev == nil:
		cut = 0
	}
	y := t.newLeaf()
	y.n = copy(y.recs[:], x.recs[cut:])
	clear(x.recs[cut:])
	x.n = cut
	if y.prev, y.next = x, x.next; y.next != nil {
		y.next.prev = y
	}
	x.next = y
	switch {
	case cut == width:
		t.addChild(p, p.n-1, y, r, score, 1)
		return y, 0
	case i <= cut:
		t.addChild(p, p.n-1, y, y.recs[0], scoreOf(y.recs[0]), y.n)
		return x, i
	}
	t.addChild(p, p.n-1, y, y.recs[0], scoreOf(y.recs[0]), y.n+1)
	return y, i - cut
}

// addChild adds y behind the child that the path takes at a depth, which count of its records have left. first is the separator.
func (t *tree) addChild(p *path, depth int, y *node, first table.Record, score float64, count int) {
	if depth < 0 {
		t.addRoot(y, first, score, count)
		return
	}
	z, at := p.steps[depth].x, p.steps[depth].i+1
	z.kids.count[at-1] -= count
	if z.n < width {
		z.put(at, y, first, score, count)
		return
	}
	cut := width / 2
	if at == width {
		cut = width
	}
	w := t.newInner()
	if cut == width {
		w.put(0, y, table.Record{}, 0, count)
		t.addChild(p, depth-1, w, first, score, count)
		return
	}
	sep, sepScore := z.recs[cut], z.kids.score[cut]
	w.take(z, cut, table.Record{}, 0)
	if at > cut {
		w.put(at-cut, y, first, score, count)
	} else {
		z.put(at, y, first, score, count)
	}
	moved := 0
	for _, c := range w.kids.count[:w.n] {
		moved += c
	}
	t.addChild(p, depth-1, w, sep, sepScore, moved)
}

// addRoot puts a new root above the old one and y.
func (t *tree) addRoot(y *node, first table.Record, score float64, count int) {
	old := t.root
	t.root = t.newInner()
	t.root.put(0, old, table.Record{}, 0, t.n-count)
	t.root.put(1, y, first, score, count)
}

// put adds a child to an inner node with room, at place i.
func (x *node) put(i int, y *node, first table.Record, score float64, count int) {
	k := x.kids
	copy(x.recs[i+1:x.n+1], x.recs[i:x.n])
	copy(k.child[i+1:x.n+1], k.child[i:x.n])
	copy(k.count[i+1:x.n+1], k.count[i:x.n])
	copy(k.score[i+1:x.n+1], k.score[i:x.n])
	x.recs[i], k.child[i], k.count[i], k.score[i] = first, y, count, score
	x.n++
}

// take appends the children of y from place i on, for which there is room; first is the separator of the first of them.
func (x *node) take(y *node, i int, first table.Record, score float64) {
	m := y.n - i
	copy(x.recs[x.n:], y.recs[i:y.n])
	clear(y.recs[i:y.n])
	if x.kids != nil {
		copy(x.kids.child[x.n:], y.kids.child[i:y.n])
		copy(x.kids.count[x.n:], y.kids.count[i:y.n])
		copy(x.kids.score[x.n:], y.kids.score[i:y.n])
		clear(y.kids.child[i:y.n])
		x.recs[x.n], x.kids.score[x.n] = first, score
	}
	x.n += m
	y.n = i
}

// fill makes an empty tree of records, which are in order.
func (t *tree) fill(records []table.Record) {
	if len(records) == 0 {
		return
	}
	t.n = len(records)
	level := make([]*node, 0, len(records)/full+1)
	counts := make([]int, 0, cap(level))
	firsts := make([]table.Record, 0, cap(level))
	var last *node
	for len(records) > 0 {
		x := t.newLeaf()
		x.n = copy(x.recs[:full], records)
		if x.prev = last; last != nil {
			last.next = x
		}
		last = x
		level, counts, firsts = append(level, x), append(counts, x.n), append(firsts, x.recs[0])
		records = records[x.n:]
	}
	for len(level) > 1 {
		n := 0
		for i := 0; i < len(level); n++ {
			x, sum, first := t.newInner(), 0, firsts[i]
			for ; i < len(level) && x.n < full; i++ {
				if x.n > 0 {
					x.put(x.n, level[i], firsts[i], scoreOf(firsts[i]), counts[i])
				} else {
					x.put(0, level[i], table.Record{}, 0, counts[i])
				}
				sum += counts[i]
			}
			level[n], counts[n], firsts[n] = x, sum, first
		}
		level = level[:n]
	}
	t.root = level[0]
}
