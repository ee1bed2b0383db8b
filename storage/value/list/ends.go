package list

import (
	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// push adds v at an end. v must not be a view of the list.
func (l *List) push(front bool, v []byte) {
	at := l.dir.n - 1
	if front {
		at = min(at, 0)
	}
	if at >= 0 {
		l.thaw(l.dir.at(at))
	}
	if at < 0 || l.quick && !l.dir.at(at).takes(l.limit, len(v)) {
		if l.quick && l.limit.large(len(v)) {
			if !front {
				at++
			}
			l.insertAlone(max(at, 0), v)
			return
		}
		at = l.extend(front, v)
	}
	c := l.dir.at(at)
	size := pack.EntrySize(v)
	if front {
		if int(c.start) < size {
			l.makeRoom(c, true, size)
		}
		pack.Append(c.open(0, size), v)
		c.pos--
	} else {
		if cap(c.buf)-len(c.buf) < size {
			l.makeRoom(c, false, size)
		}
		c.buf = pack.Append(c.buf, v)
	}
	c.n++
}

// extend adds a chunk without entries for v at an end and returns its number.
func (l *List) extend(front bool, v []byte) int {
	size := pack.EntrySize(v)
	at := l.dir.n
	if at == 0 {
		l.insertChunk(0, newChunk(size))
		return 0
	}
	beside := l.dir.at(at - 1)
	if front {
		beside, at = l.dir.at(0), 0
	}
	// As much room as its neighbour has needed, but little beside the whole list.
	c := chunk{buf: l.take(max(size, min(beside.used(), l.mem/8, l.limit.bytes)))}
	if c.pos = beside.end(); front {
		c.pos = beside.pos
		c.start = uint32(cap(c.buf))
		c.buf = c.buf[:c.start]
	}
	l.insertChunk(at, c)
	l.freezeBehind(front)
	return at
}

// makeRoom gives the chunk need bytes of room in front of its entries, or behind them.
func (l *List) makeRoom(c *chunk, front bool, need int) {
	used := c.used()
	free := cap(c.buf) - used
	full := l.dir.n > 1 && cap(c.buf) >= l.limit.bytes
	switch {
	case free >= need && 4*free >= used:
		// Both sides get a part, so that many moves are needed for neither.
		if to := (free - need) / 2; front {
			c.slide(to + need)
		} else {
			c.slide(to)
		}
	case free >= need && full:
		if front {
			c.slide(free)
		} else {
			c.slide(0)
		}
	default:
		l.grow(c, front, need)
	}
}

// grow moves the chunk's entries to a larger block.
func (l *List) grow(c *chunk, front bool, need int) {
	used := c.used()
	room := used + need + max(used/4, 32)
	if l.dir.n > 1 {
		room = max(used+need, min(2*room, l.limit.bytes))
	}
	block := make([]byte, table.ClassSize(room))
	start := 0
	if front {
		start = len(block) - used
	}
	copy(block[start:], c.pack())
	l.mem += len(block) - cap(c.buf)
	c.buf, c.start = block[:start+used], uint32(start)
}

// drop removes n entries, at most all, from an end.
func (l *List) drop(front bool, n int) {
	for n > 0 {
		at := l.dir.n - 1
		if front {
			at = 0
		}
		c := l.dir.at(at)
		if n >= c.len() {
			n -= c.len()
			l.removeChunk(at)
			continue
		}
		if front {
			c.start += uint32(c.seek(n))
			c.pos += int64(n)
		} else {
			l.thaw(c)
			c.buf = c.buf[:int(c.start)+c.seek(c.len()-n)]
		}
		c.n -= int32(n)
		return
	}
}
