package list

import (
	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// set replaces entry i, which exists, by v. v must not be a view of the list.
func (l *List) set(i int, v []byte) {
	at, in := l.find(i)
	c := l.dir.at(at)
	l.thaw(c)
	large := l.quick && l.limit.large(len(v))
	if !c.plain() && !large {
		l.replace(c, c.seek(in), v)
		return
	}
	if c.plain() && large {
		l.replace(c, 0, v)
		return
	}
	if c.plain() {
		l.insert(at, 0, true, v)
		l.takeOut(at, 0)
		return
	}
	// v gets a chunk of its own behind the entry that goes.
	off := c.seek(in)
	if in < c.len()-1 {
		_, next := pack.At(c.pack(), off)
		l.split(at, next, in+1)
	}
	l.insertAlone(at+1, v)
	if l.takeOut(at, off) {
		at++
	}
	l.joinAround(at)
}

// replace puts v in place of the entry at an offset.
func (l *List) replace(c *chunk, off int, v []byte) {
	_, next := pack.At(c.pack(), off)
	size, old := pack.EntrySize(v), next-off
	if size > old && cap(c.buf)-len(c.buf) < size-old {
		l.makeRoom(c, false, size-old)
	}
	at := int(c.start) + off
	if size != old {
		tail := c.buf[at+old:]
		c.buf = c.buf[:len(c.buf)+size-old]
		copy(c.buf[at+size:], tail)
	}
	pack.Append(c.buf[at:at:at+size], v)
}

// takeOut removes the entry at an offset of chunk at, and the chunk with its last one; it says whether the chunk stays.
func (l *List) takeOut(at, off int) bool {
	c := l.dir.at(at)
	l.shift(at, -1)
	if c.len() == 1 {
		l.removeChunk(at)
		return false
	}
	_, next := pack.At(c.pack(), off)
	c.cut(off, next)
	c.n--
	return true
}

// insert puts v before or after the entry at offset off of chunk at, which is thawed, into the chunk that Redis would choose. v must not be a view of
// the list.
func (l *List) insert(at, off int, after bool, v []byte) {
	c := l.dir.at(at)
	_, next := pack.At(c.pack(), off)
	edge := !after && off == 0 || after && next == c.used()
	beside := at - 1
	if after {
		beside, off = at+1, next
	}
	if edge && beside >= 0 && beside < l.dir.n {
		l.thaw(l.dir.at(beside))
	}
	switch {
	case l.quick && l.limit.large(len(v)):
		if !edge {
			l.split(at, off, pack.Count(c.pack()[:off]))
			at++
		} else if after {
			at++
		}
		l.insertAlone(at, v)
	case !l.quick || c.takes(l.limit, len(v)):
		l.add(at, off, v)
	case edge && beside >= 0 && beside < l.dir.n && l.dir.at(beside).takes(l.limit, len(v)):
		off = 0
		if !after {
			off = l.dir.at(beside).used()
		}
		l.add(beside, off, v)
	case edge:
		if after {
			at++
		}
		l.insertAlone(at, v)
	default:
		l.insertSplitting(at, off, after, v)
	}
}

// insertSplitting puts v where a full chunk is split at offset off, and joins what fits together after that.
func (l *List) insertSplitting(at, off int, after bool, v []byte) {
	l.split(at, off, pack.Count(l.dir.at(at).pack()[:off]))
	if after {
		l.add(at+1, 0, v)
		l.joinAround(at)
		return
	}
	l.add(at, l.dir.at(at).used(), v)
	l.joinAround(at + 1)
}

// add puts v at offset off of chunk at.
func (l *List) add(at, off int, v []byte) {
	c := l.dir.at(at)
	size := pack.EntrySize(v)
	if cap(c.buf)-len(c.buf) < size && (off > 0 || int(c.start) < size) {
		l.makeRoom(c, off == 0, size)
	}
	pack.Append(c.open(off, size), v)
	c.n++
	l.shift(at, 1)
}

// insertAlone puts v into a chunk of its own in front of chunk at, or at the end.
func (l *List) insertAlone(at int, v []byte) {
	c := newChunk(pack.EntrySize(v))
	c.buf = pack.Append(c.buf, v)
	if c.n = 1; l.limit.large(len(v)) {
		c.n = -1
	}
	switch {
	case at > 0:
		c.pos = l.dir.at(at - 1).end()
	case l.dir.n > 0:
		c.pos = l.dir.at(0).pos
	}
	l.insertChunk(at, c)
	l.shift(at, 1)
}

// split divides chunk at, at offset off, into itself, which keeps the first n entries, and a new one behind it.
func (l *List) split(at, off, n int) {
	c := l.dir.at(at)
	right := newChunk(c.used() - off)
	right.buf = append(right.buf, c.pack()[off:]...)
	right.n, right.pos = c.n-int32(n), c.pos+int64(n)
	c.buf, c.n = c.buf[:int(c.start)+off], int32(n)
	l.fit(c)
	l.insertChunk(at+1, right)
}

// fit gives the chunk a smaller block when most of its own is unused.
func (l *List) fit(c *chunk) {
	size := table.ClassSize(c.used())
	if 2*size > cap(c.buf) {
		return
	}
	block := make([]byte, c.used(), size)
	copy(block, c.pack())
	l.mem += size - cap(c.buf)
	c.buf, c.start = block, 0
}

// joinAround joins the two chunks before chunk at, the two behind it, and it with those, where they fit into one, as Redis does after
// it has split a node.
func (l *List) joinAround(at int) {
	if l.join(at - 2) {
		at--
	}
	l.join(at + 1)
	if l.join(at - 1) {
		at--
	}
	l.join(at)
}

// join makes one chunk of chunk at and the next one, if there are two and one may hold both.
func (l *List) join(at int) bool {
	if at < 0 || at+1 >= l.dir.n {
		return false
	}
	a, b := l.dir.at(at), l.dir.at(at+1)
	if a.plain() || b.plain() || l.limit.exceeded(a.nodeSize()+b.nodeSize()-frame, a.len()+b.len()) {
		return false
	}
	l.thaw(a)
	l.thaw(b)
	if cap(a.buf)-len(a.buf) < b.used() {
		l.makeRoom(a, false, b.used())
	}
	a.buf = append(a.buf, b.pack()...)
	a.n += b.n
	l.removeChunk(at + 1)
	return true
}

// remove takes out up to count entries equal to v, the first ones, or with back the last ones, and returns how many they were.
func (l *List) remove(v []byte, count int, back bool) (removed int) {
	if !back {
		for at := 0; at < l.dir.n && removed < count; {
			if !l.holds(at, v) {
				at++
				continue
			}
			removed += l.sift(at, v, 0, count-removed)
			at += l.tidy(at)
		}
	} else {
		for at := l.dir.n - 1; at >= 0 && removed < count; at-- {
			if !l.holds(at, v) {
				continue
			}
			skip := max(matches(l.dir.at(at).pack(), v)-(count-removed), 0)
			n := l.sift(at, v, skip, count-removed)
			removed += n
			l.tidy(at)
		}
	}
	if removed > 0 {
		l.renumber()
	}
	return removed
}

// holds says whether chunk at has an entry equal to v; one that has is thawed.
func (l *List) holds(at int, v []byte) bool {
	c := l.dir.at(at)
	if !c.has(v) {
		return false
	}
	l.thaw(c)
	return true
}

// tidy removes chunk at, which has lost entries, when it has none any more, and returns the step to the next chunk.
func (l *List) tidy(at int) int {
	c := l.dir.at(at)
	if c.used() == 0 {
		l.removeChunk(at)
		return 0
	}
	l.fit(c)
	return 1
}

// sift takes entries equal to v out of chunk at, after the first skip of them and at most count, and returns how many.
func (l *List) sift(at int, v []byte, skip, count int) int {
	c := l.dir.at(at)
	kept, n := sift(c.pack(), v, skip, count)
	c.buf = c.buf[:int(c.start)+kept]
	if c.n -= int32(n); c.used() == 0 {
		c.n = 0
	}
	return n
}

// matches is how many entries of p equal v.
func matches(p pack.Pack, v []byte) (n int) {
	for pos := pack.Find(p, 0, 1, v); pos >= 0; n++ {
		_, next := pack.At(p, pos)
		pos = pack.Find(p, next, 1, v)
	}
	return n
}

// sift takes entries equal to v out of p, after the first skip of them and at most count; it returns the bytes that are left and how
// many entries went.
func sift(p pack.Pack, v []byte, skip, count int) (kept, n int) {
	from := 0
	pos := pack.Find(p, 0, 1, v)
	for pos >= 0 && n < count {
		_, next := pack.At(p, pos)
		if skip > 0 {
			skip--
		} else {
			kept += copy(p[kept:], p[from:pos])
			from = next
			n++
		}
		pos = pack.Find(p, next, 1, v)
	}
	return kept + copy(p[kept:], p[from:]), n
}
