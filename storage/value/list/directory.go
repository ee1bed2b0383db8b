package list

import "redstart/storage/table"

// directory is the chunks of a list in order: rows of slots that are all full but at the ends. A short one has a single row, which grows.
type directory struct {
	rows  [][]chunk
	first int // slot of the first chunk, counted from the beginning of the first row
	n     int // chunks
}

const (
	rowBits = 7
	rowLen  = 1 << rowBits // slots of a row, unless it is the only one
)

// at returns chunk i.
func (d *directory) at(i int) *chunk {
	i += d.first
	return &d.rows[i>>rowBits][i&(rowLen-1)]
}

// mem is the bytes of heap that the slots take.
func (d *directory) mem() int {
	rows := table.ClassSize(cap(d.rows) * rowSize)
	if len(d.rows) == 1 {
		return rows + table.ClassSize(len(d.rows[0])*chunkSize)
	}
	return rows + len(d.rows)*table.ClassSize(rowLen*chunkSize)
}

// slots is how many there are.
func (d *directory) slots() int {
	if len(d.rows) == 1 {
		return len(d.rows[0])
	}
	return len(d.rows) * rowLen
}

// insert puts c in front of chunk at, or at the end, moving the shorter side.
func (d *directory) insert(at int, c chunk) {
	if 2*at < d.n {
		if d.first == 0 {
			d.growFront()
		}
		d.first--
		d.n++
		for i := range at {
			*d.at(i) = *d.at(i + 1)
		}
	} else {
		if d.first+d.n == d.slots() {
			d.growBack()
		}
		d.n++
		for i := d.n - 1; i > at; i-- {
			*d.at(i) = *d.at(i - 1)
		}
	}
	*d.at(at) = c
}

// growFront makes free slots in front of the first chunk.
func (d *directory) growFront() {
	if d.slots() < rowLen {
		d.resize(true)
		return
	}
	d.rows = append(d.rows, nil)
	copy(d.rows[1:], d.rows)
	d.rows[0] = make([]chunk, rowLen)
	d.first = rowLen
}

// growBack makes free slots behind the last chunk.
func (d *directory) growBack() {
	if d.slots() < rowLen {
		d.resize(false)
		return
	}
	d.rows = append(d.rows, make([]chunk, rowLen))
}

// resize moves the chunks of the only row, or of none, to one with more slots, most of them at the side that asks.
func (d *directory) resize(front bool) {
	row := make([]chunk, min(d.n+d.n/2+1, rowLen))
	free := len(row) - d.n
	from := free / 4
	if front {
		from = free - from
	}
	for i := range d.n {
		row[from+i] = *d.at(i)
	}
	d.rows, d.first = append(d.rows[:0], row), from
}

// remove takes chunk at out, moving the shorter side.
func (d *directory) remove(at int) {
	last := d.n - 1
	if 2*at >= last {
		for i := at; i < last; i++ {
			*d.at(i) = *d.at(i + 1)
		}
		*d.at(last) = chunk{}
		d.n--
		if used := (d.first + d.n + rowLen - 1) >> rowBits; used < len(d.rows) && used > 0 {
			d.rows[used] = nil
			d.rows = d.rows[:used]
		}
		return
	}
	for i := at; i > 0; i-- {
		*d.at(i) = *d.at(i - 1)
	}
	*d.at(0) = chunk{}
	d.first++
	d.n--
	if d.first >= rowLen {
		copy(d.rows, d.rows[1:])
		d.rows[len(d.rows)-1] = nil
		d.rows = d.rows[:len(d.rows)-1]
		d.first -= rowLen
	}
}

// insertChunk puts c in front of chunk at, or at the end. Its entries are not counted in the positions of others: see shift.
func (l *List) insertChunk(at int, c chunk) {
	l.mem += cap(c.buf)
	l.dir.insert(at, c)
}

// removeChunk takes chunk at out. The positions of others stay.
func (l *List) removeChunk(at int) {
	l.release(l.dir.at(at))
	l.dir.remove(at)
	l.shorten()
}

// shift counts by entries that chunk at has got, or lost, in its own position or those of the chunks around it.
func (l *List) shift(at, by int) {
	if 2*at < l.dir.n {
		for i := range at + 1 {
			l.dir.at(i).pos -= int64(by)
		}
		return
	}
	for i := at + 1; i < l.dir.n; i++ {
		l.dir.at(i).pos += int64(by)
	}
}

// renumber sets all positions anew.
func (l *List) renumber() {
	var pos int64
	for i := range l.dir.n {
		c := l.dir.at(i)
		c.pos = pos
		pos = c.end()
	}
}
