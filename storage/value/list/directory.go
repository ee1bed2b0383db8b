package list

// insertChunk puts c in front of chunk at, or at the end. Its entries are not counted in the positions of others: see shift.
func (l *List) insertChunk(at int, c chunk) {
	n := len(l.chunks())
	front := 2*at < n
	if front && l.first == 0 || !front && len(l.dir) == cap(l.dir) {
		l.makeSlots(front)
	}
	l.mem += cap(c.buf)
	if front {
		l.first--
		d := l.chunks()
		copy(d[:at], d[1:at+1])
		d[at] = c
		return
	}
	l.dir = l.dir[:len(l.dir)+1]
	d := l.chunks()
	copy(d[at+1:], d[at:])
	d[at] = c
}

// makeSlots gives the directory free slots, more of them at the side that asks.
func (l *List) makeSlots(front bool) {
	old := l.chunks()
	n := len(old)
	dir := l.dir[:cap(l.dir)]
	if len(dir)-n < n/2+1 {
		dir = make([]chunk, n+n/2+1)
	}
	l.first = (len(dir) - n) / 4
	if front {
		l.first = len(dir) - n - l.first
	}
	l.dir = dir[:l.first+n]
	copy(l.dir[l.first:], old)
	clear(dir[:l.first])
	clear(dir[l.first+n:])
}

// removeChunk takes chunk at out. The positions of others stay.
func (l *List) removeChunk(at int) {
	d := l.chunks()
	l.release(&d[at])
	if last := len(d) - 1; 2*at >= last {
		copy(d[at:], d[at+1:])
		d[last] = chunk{}
		l.dir = l.dir[:len(l.dir)-1]
	} else {
		copy(d[1:at+1], d[:at])
		d[0] = chunk{}
		l.first++
	}
	l.shorten()
}

// shift counts by entries that chunk at has got, or lost, in its own position or those of the chunks around it.
func (l *List) shift(at, by int) {
	d := l.chunks()
	if 2*at < len(d) {
		for i := range d[:at+1] {
			d[i].pos -= int64(by)
		}
		return
	}
	for i := at + 1; i < len(d); i++ {
		d[i].pos += int64(by)
	}
}

// renumber sets all positions anew.
func (l *List) renumber() {
	var pos int64
	d := l.chunks()
	for i := range d {
		d[i].pos = pos
		pos = d[i].end()
	}
}
