package stream

import "slices"

// Cursor walks over the entries from one ID to another. The stream must not change meanwhile. It allocates nothing, but for blocks
// that hold thousands of entries, backwards.
type Cursor struct {
	s     *Stream
	place place[blockRef]
	b     *block // the block of the next entry; nil at the end
	at    int
	prev  ID
	from  ID
	to    ID

	back bool
	n    int // marks that are left: the last entries before at, when walking backwards
	room [32]mark
	more []mark // instead of room, in a block of very many entries
}

// mark is where an entry begins, and the ID before it.
type mark struct {
	at   int
	prev ID
}

// Range makes c walk from the first entry that is not before from to the last that is not after to.
func (c *Cursor) Range(s *Stream, from, to ID) {
	c.s, c.from, c.to, c.back, c.b = s, from, to, false, nil
	if s.count == 0 || to.Less(from) || s.last.Less(from) {
		return
	}
	c.place = place[blockRef]{}
	if from.Less(s.tail.first) {
		if c.place = s.blocks.upTo(from); !c.place.ok() {
			c.place = s.blocks.least()
		}
	}
	c.enter()
	c.at, c.prev = c.b.seek(from)
}

// enter makes the block at place the one of the next entry, or the tail behind the last place.
func (c *Cursor) enter() {
	if c.place.ok() {
		c.b = c.place.value().block
	} else {
		c.b = &c.s.tail
	}
	c.at, c.prev = int(c.b.begin), c.b.before()
}

// Reverse makes c walk from the last entry that is not after to back to the first that is not before from.
func (c *Cursor) Reverse(s *Stream, from, to ID) {
	c.s, c.from, c.to, c.back, c.b = s, from, to, true, nil
	if s.count == 0 || to.Less(from) {
		return
	}
	if to.Less(s.tail.first) {
		if c.place = s.blocks.upTo(to); !c.place.ok() {
			return
		}
		c.b = c.place.value().block
	} else {
		c.place, c.b = s.blocks.most(), &s.tail
	}
	c.at = c.b.after(to)
	c.n, c.more = 0, nil
	if c.b == &s.tail && c.at == len(c.b.data) && s.lastAt != 0 {
		c.n, c.room[0] = 1, mark{int(s.lastAt), s.before}
	}
}

// after is where the entries that come after id begin.
func (b *block) after(id ID) int {
	if !id.Less(b.end) {
		return len(b.data)
	}
	at, prev := int(b.begin), b.before()
	for at < len(b.data) {
		k, next := b.skip(at, prev)
		if id.Less(k) {
			break
		}
		at, prev = next, k
	}
	return at
}

// Next reads the next entry into e; false: there is none.
func (c *Cursor) Next(e *Entry) bool {
	if c.back {
		return c.nextBack(e)
	}
	for c.b != nil {
		if c.at < len(c.b.data) {
			c.at = c.b.read(c.at, c.prev, e)
			c.prev = e.ID
			if c.to.Less(e.ID) {
				c.b = nil
				return false
			}
			return true
		}
		if c.b == &c.s.tail {
			c.b = nil
			return false
		}
		c.place = c.place.next()
		c.enter()
	}
	return false
}

func (c *Cursor) nextBack(e *Entry) bool {
	for c.b != nil {
		if c.n == 0 {
			c.mark()
		}
		if c.n > 0 {
			c.n--
			m := c.marks()[c.n]
			c.b.read(m.at, m.prev, e)
			c.at = m.at
			if e.ID.Less(c.from) {
				c.b = nil
				return false
			}
			return true
		}
		if c.b != &c.s.tail {
			c.place = c.place.prev()
		}
		if !c.place.ok() {
			c.b = nil
			return false
		}
		c.b = c.place.value().block
		c.at = len(c.b.data)
	}
	return false
}

// marks is where marks are kept.
func (c *Cursor) marks() []mark {
	if c.more != nil {
		return c.more
	}
	return c.room[:]
}

// mark notes where the last entries before at begin: as many as there is room for, since a block can only be read forwards.
func (c *Cursor) mark() {
	c.more = nil
	if most := int(c.b.live) / len(c.room); most > len(c.room) {
		c.more = make([]mark, most)
	}
	m, n := c.marks(), 0
	for at, prev := int(c.b.begin), c.b.before(); at < c.at; n++ {
		m[n%len(m)] = mark{at, prev}
		prev, at = c.b.skip(at, prev)
	}
	if c.n = min(n, len(m)); n > len(m) {
		rotate(m, n%len(m))
	}
}

// rotate moves the first n elements to the end.
func rotate(m []mark, n int) {
	slices.Reverse(m[:n])
	slices.Reverse(m[n:])
	slices.Reverse(m)
}
