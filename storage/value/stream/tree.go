package stream

import "slices"

const (
	fanout   = 64         // the most that a node of a tree holds
	fewer    = fanout / 4 // a node that holds less looks for a neighbour to merge with
	together = fanout * 3 / 4

	keyBytes     = 16
	pointerBytes = 8
	nodeBytes    = 3*24 + 2*pointerBytes
)

// sized is a value that knows how many bytes it takes in a node.
type sized interface{ bytes() int }

// tree is a B+ tree: values by ID. Keys that come in ascending order leave full leaves behind. Its methods take O(log n).
type tree[V sized] struct {
	root        *node[V]
	first, last *node[V] // leaves
	n           int
	mem         *int // the sum that its bytes of heap are part of
}

// node is a leaf, with vals, or an inner node, with kids. keys[i] of an inner node is at most the least key below kids[i], and
// greater than all those below kids[i-1].
type node[V sized] struct {
	keys       []ID
	vals       []V
	kids       []*node[V]
	prev, next *node[V] // of leaves
}

// place is a position in a tree, valid until it changes. The zero place is none.
type place[V sized] struct {
	leaf *node[V]
	i    int
}

func (p place[V]) ok() bool  { return p.leaf != nil }
func (p place[V]) key() ID   { return p.leaf.keys[p.i] }
func (p place[V]) value() *V { return &p.leaf.vals[p.i] }

// next is the place after p.
func (p place[V]) next() place[V] {
	if p.i++; p.i < len(p.leaf.keys) {
		return p
	}
	return place[V]{leaf: p.leaf.next}
}

// prev is the place before p.
func (p place[V]) prev() place[V] {
	if p.i > 0 {
		return place[V]{p.leaf, p.i - 1}
	}
	if p.leaf = p.leaf.prev; p.leaf == nil {
		return place[V]{}
	}
	return place[V]{p.leaf, len(p.leaf.keys) - 1}
}

// least is the place of the least key.
func (t *tree[V]) least() place[V] { return place[V]{leaf: t.first} }

// most is the place of the greatest key.
func (t *tree[V]) most() place[V] {
	if t.last == nil {
		return place[V]{}
	}
	return place[V]{t.last, len(t.last.keys) - 1}
}

// from is the place of the least key that is id or greater.
func (t *tree[V]) from(id ID) place[V] {
	if t.root == nil || t.last.keys[len(t.last.keys)-1].Less(id) {
		return place[V]{}
	}
	n := t.root
	for n.kids != nil {
		n = n.kids[n.below(id)]
	}
	i, _ := n.search(id)
	if i < len(n.keys) {
		return place[V]{n, i}
	}
	return place[V]{leaf: n.next}
}

// upTo is the place of the greatest key that is id or less.
func (t *tree[V]) upTo(id ID) place[V] {
	p := t.from(id)
	switch {
	case !p.ok():
		return t.most()
	case p.key() == id:
		return p
	}
	return p.prev()
}

// at is the place of id.
func (t *tree[V]) at(id ID) place[V] {
	p := t.from(id)
	if p.ok() && p.key() == id {
		return p
	}
	return place[V]{}
}

// search is the position of the first key that is not less than id.
func (n *node[V]) search(id ID) (int, bool) {
	low, high := 0, len(n.keys)
	for low < high {
		mid := int(uint(low+high) / 2)
		if n.keys[mid].Less(id) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < len(n.keys) && n.keys[low] == id
}

// below is the kid that id belongs to.
func (n *node[V]) below(id ID) int {
	i, found := n.search(id)
	if !found && i > 0 {
		i--
	}
	return i
}

// put sets the value of id and reports whether there was none.
func (t *tree[V]) put(id ID, v V) bool {
	if t.root == nil {
		t.root = t.node()
		t.first, t.last = t.root, t.root
	}
	if len(t.root.keys) == fanout {
		r := t.node()
		before := r.size()
		r.keys = append(make([]ID, 0, 4), t.root.keys[0])
		r.kids = append(make([]*node[V], 0, 4), t.root)
		*t.mem += r.size() - before
		t.split(r, 0, id)
		t.root = r
	}
	n := t.root
	for n.kids != nil {
		i := n.below(id)
		if id.Less(n.keys[i]) {
			n.keys[i] = id
		}
		if len(n.kids[i].keys) == fanout {
			t.split(n, i, id)
			i = n.below(id)
		}
		n = n.kids[i]
	}
	i, found := n.search(id)
	if found {
		n.vals[i] = v
		return false
	}
	before := n.size()
	n.keys = insert(n.keys, i, id)
	n.vals = insert(n.vals, i, v)
	*t.mem += n.size() - before
	t.n++
	return true
}

// insert is slices.Insert that starts small and doubles.
func insert[E any](s []E, i int, e E) []E {
	if len(s) == cap(s) {
		s = append(make([]E, 0, max(4, 2*len(s))), s...)
	}
	s = s[:len(s)+1]
	copy(s[i+1:], s[i:])
	s[i] = e
	return s
}

// split divides kid i of n, which is full, in two, so that id, which comes next, finds room. An ID that is greater than all others
// gets a node of its own: in a tree that grows at its end all nodes but the last are full.
func (t *tree[V]) split(n *node[V], i int, id ID) {
	left := n.kids[i]
	cut := fanout / 2
	if i == len(n.kids)-1 && left.next == nil && left.keys[fanout-1].Less(id) {
		cut = fanout - 1
		if left.kids == nil {
			cut = fanout
		}
	}
	right := t.node()
	before := n.size() + left.size() + right.size()
	key := id
	if cut < fanout {
		key = left.keys[cut]
	}
	right.keys = append(right.keys, left.keys[cut:]...)
	if left.kids != nil {
		right.kids = append(right.kids, left.kids[cut:]...)
		clear(left.kids[cut:])
		left.kids = left.kids[:cut]
	} else {
		right.vals = append(right.vals, left.vals[cut:]...)
		clear(left.vals[cut:])
		left.vals = left.vals[:cut]
		t.link(left, right)
	}
	left.keys = left.keys[:cut]
	n.keys = insert(n.keys, i+1, key)
	n.kids = insert(n.kids, i+1, right)
	*t.mem += n.size() + left.size() + right.size() - before
}

// link puts the leaf right behind left.
func (t *tree[V]) link(left, right *node[V]) {
	right.prev, right.next = left, left.next
	if left.next != nil {
		left.next.prev = right
	} else {
		t.last = right
	}
	left.next = right
}

// remove takes id out and reports whether it was there.
func (t *tree[V]) remove(id ID) bool {
	if t.root == nil || !t.cut(t.root, id) {
		return false
	}
	t.n--
	for len(t.root.kids) == 1 {
		*t.mem -= t.root.size()
		t.root = t.root.kids[0]
	}
	if len(t.root.keys) == 0 {
		*t.mem -= t.root.size()
		t.root, t.first, t.last = nil, nil, nil
	}
	return true
}

// cut takes id out of what is below n.
func (t *tree[V]) cut(n *node[V], id ID) bool {
	if n.kids == nil {
		i, found := n.search(id)
		if found {
			n.keys = slices.Delete(n.keys, i, i+1)
			n.vals = slices.Delete(n.vals, i, i+1)
		}
		return found
	}
	i := n.below(id)
	if !t.cut(n.kids[i], id) {
		return false
	}
	if len(n.kids[i].keys) < fewer {
		if i > 0 && len(n.kids[i-1].keys)+len(n.kids[i].keys) <= together {
			t.merge(n, i-1)
		} else if i+1 < len(n.kids) && len(n.kids[i].keys)+len(n.kids[i+1].keys) <= together {
			t.merge(n, i)
		} else if len(n.kids[i].keys) == 0 {
			t.drop(n, i)
		}
	}
	return true
}

// merge moves what kid i+1 of n holds into kid i.
func (t *tree[V]) merge(n *node[V], i int) {
	left, right := n.kids[i], n.kids[i+1]
	before := left.size()
	left.keys = append(left.keys, right.keys...)
	left.vals = append(left.vals, right.vals...)
	left.kids = append(left.kids, right.kids...)
	*t.mem += left.size() - before
	t.drop(n, i+1)
}

// drop removes kid i of n, whose contents are elsewhere.
func (t *tree[V]) drop(n *node[V], i int) {
	k := n.kids[i]
	if k.kids == nil {
		if k.prev != nil {
			k.prev.next = k.next
		} else {
			t.first = k.next
		}
		if k.next != nil {
			k.next.prev = k.prev
		} else {
			t.last = k.prev
		}
	}
	*t.mem -= k.size()
	n.keys = slices.Delete(n.keys, i, i+1)
	n.kids = slices.Delete(n.kids, i, i+1)
}

func (t *tree[V]) node() *node[V] {
	n := new(node[V])
	*t.mem += n.size()
	return n
}

// size is the bytes of heap of a node.
func (n *node[V]) size() int {
	var v V
	return nodeBytes + cap(n.keys)*keyBytes + cap(n.vals)*v.bytes() + cap(n.kids)*pointerBytes
}

// release takes the bytes of a tree that is given up off the sum.
func (t *tree[V]) release() {
	if t.root != nil {
		*t.mem -= t.root.sum()
	}
	*t = tree[V]{mem: t.mem}
}

// sum is the bytes of heap of n and all below it.
func (n *node[V]) sum() int {
	s := n.size()
	for _, k := range n.kids {
		s += k.sum()
	}
	return s
}
