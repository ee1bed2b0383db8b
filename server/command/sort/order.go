package sort

import (
	"bytes"
	"cmp"
	"slices"

	"redstart/storage/value/pack"
)

// item is an element with what it is sorted by: a number, or, with ALPHA and BY, a text, and whether there is one.
type item struct {
	e     pack.Entry
	by    pack.Entry
	score float64
	at    int // place in the walk
	has   bool
}

// order sorts items. It keeps only those that may be among the first most.
type order struct {
	alpha, by, desc bool
	most            int
	seen            int
	items           []item
	heap            bool // items are one, the last of the order on top
}

// newOrder is for n items of which the first most are wanted.
func newOrder(o *options, n, most int) order {
	return order{alpha: o.alpha, by: o.by != nil, desc: o.desc, most: most, items: make([]item, 0, min(n, most))}
}

// compare tells which of two items comes first. With equal numbers the elements' texts decide, with equal texts the order in which they
// stand.
func (s *order) compare(a, b *item) int {
	c := 0
	switch {
	case !s.alpha:
		if c = cmp.Compare(a.score, b.score); c == 0 {
			c = compareText(a.e, b.e)
		}
	case !s.by:
		c = compareText(a.e, b.e)
	case !a.has || !b.has:
		c = boolToInt(a.has) - boolToInt(b.has)
	default:
		c = compareText(a.by, b.by)
	}
	if s.desc {
		c = -c
	}
	if c == 0 {
		c = a.at - b.at
	}
	return c
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func compareText(a, b pack.Entry) int {
	if a.Bytes != nil && b.Bytes != nil {
		return bytes.Compare(a.Bytes, b.Bytes)
	}
	var roomA, roomB [20]byte
	return bytes.Compare(textOf(a, &roomA), textOf(b, &roomB))
}

// textOf returns the text of an element, a number's in room.
func textOf(e pack.Entry, room *[20]byte) []byte {
	if e.Bytes != nil {
		return e.Bytes
	}
	return e.Append(room[:0])
}

// add adds an item, unless as many as are wanted come before it.
func (s *order) add(it item) {
	it.at = s.seen
	s.seen++
	if len(s.items) < s.most {
		s.items = append(s.items, it)
		return
	}
	if s.most == 0 {
		return
	}
	if !s.heap {
		s.heap = true
		for i := len(s.items)/2 - 1; i >= 0; i-- {
			s.sink(i)
		}
	}
	if s.compare(&it, &s.items[0]) < 0 {
		s.items[0] = it
		s.sink(0)
	}
}

// sink moves item i down to where none below comes after it.
func (s *order) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(s.items) {
			return
		}
		if child+1 < len(s.items) && s.compare(&s.items[child+1], &s.items[child]) > 0 {
			child++
		}
		if s.compare(&s.items[i], &s.items[child]) >= 0 {
			return
		}
		s.items[i], s.items[child] = s.items[child], s.items[i]
		i = child
	}
}

// sorted returns the elements in order, from place from on.
func (s *order) sorted(from int) []pack.Entry {
	places := make([]int32, len(s.items)) // cheaper to move than items
	for i := range places {
		places[i] = int32(i)
	}
	slices.SortFunc(places, func(a, b int32) int { return s.compare(&s.items[a], &s.items[b]) })
	out := make([]pack.Entry, 0, len(places)-from)
	for _, i := range places[from:] {
		out = append(out, s.items[i].e)
	}
	return out
}
