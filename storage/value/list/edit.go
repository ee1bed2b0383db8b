package list

import (
	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// Edit is a list while a command changes it: a packed one in a copy, a List in place. Bytes that are put into it must not be views of
// it; entries that it gives are views until the next change.
type Edit struct {
	buf   []byte // a packed list, or room for one
	n     int    // entries of the packed list
	list  *List  // nil: packed
	limit Limit
}

// Open begins to change the list of r, which is new when r is nil. scratch is an empty buffer that is used as far as it goes; setting
// is the value of list-max-listpack-size.
func (e *Edit) Open(r table.Record, scratch []byte, setting int64) {
	e.buf, e.n, e.list, e.limit = scratch[:0], 0, nil, LimitOf(setting)
	switch {
	case r.IsNil():
		e.buf = append(e.buf, 0, 0)
	case r.Packed():
		e.buf = append(e.buf, r.Value()...)
		e.n = count(e.buf)
	default:
		e.list = r.Object().(*List)
	}
}

// Close returns what is to be stored: a List, or, when that is nil, the bytes of a packed list, a view of Scratch. There must be
// entries.
func (e *Edit) Close() (l *List, packed []byte) {
	switch {
	case e.list == nil && len(e.buf) > maxPacked:
		e.list = single(entries(e.buf), e.n, 0)
	case e.list == nil:
		setCount(e.buf, e.n)
		return nil, e.buf
	case !e.list.quick && e.list.dir.at(0).used() < minPacked:
		c := e.list.dir.at(0)
		e.list.thaw(c)
		e.buf = append(append(e.buf[:0], 0, 0), c.pack()...)
		setCount(e.buf, c.len())
		return nil, e.buf
	}
	return e.list, nil
}

// Scratch returns the buffer that Open got, which may have grown.
func (e *Edit) Scratch() []byte { return e.buf }

// Len is the number of entries.
func (e *Edit) Len() int {
	if e.list == nil {
		return e.n
	}
	return e.list.Len()
}

// View returns the list as it is, until the next change.
func (e *Edit) View() View {
	if e.list == nil {
		return View{p: entries(e.buf), n: e.n}
	}
	return View{n: e.list.Len(), list: e.list}
}

// Expect makes a quicklist of a listpack that would be too large with so many more entries. It comes before Push.
func (e *Edit) Expect(more ...[]byte) {
	bytes, n := 0, len(more)
	for _, v := range more {
		bytes += len(v)
	}
	if e.list == nil {
		if e.limit.exceeded(frame+len(e.buf)-countSize+bytes, e.n+n) {
			if e.list = new(List); e.n > 0 {
				e.list = single(entries(e.buf), e.n, 0)
			}
			e.list.quicken(e.limit)
		}
		return
	}
	if !e.list.quick {
		if c := e.list.dir.at(0); e.limit.exceeded(c.nodeSize()+bytes, c.len()+n) {
			e.list.quicken(e.limit)
		}
	}
}

// Shrink makes a listpack of a quicklist that has become small. It comes after what removes entries or replaces them.
func (e *Edit) Shrink() {
	if e.list != nil {
		e.list.shrink(e.limit)
	}
}

// Push adds v at the front or at the back.
func (e *Edit) Push(front bool, v []byte) {
	switch {
	case e.list != nil:
		e.list.push(front, v)
		return
	case front:
		e.buf = pack.Insert(e.buf, countSize, v)
	default:
		e.buf = pack.Append(e.buf, v)
	}
	e.n++
}

// End returns the first or the last entry; there must be one.
func (e *Edit) End(front bool) pack.Entry { return e.View().End(front) }

// Drop removes n entries, at most all, from the front or the back.
func (e *Edit) Drop(front bool, n int) {
	switch {
	case n == 0:
		return
	case e.list != nil:
		e.list.drop(front, n)
		return
	case n >= e.n:
		e.buf, n = e.buf[:countSize], e.n
	case front:
		e.buf = append(e.buf[:countSize], e.buf[countSize+e.seek(n):]...)
	default:
		e.buf = e.buf[:countSize+e.seek(e.n-n)]
	}
	e.n -= n
}

// seek returns the position of entry i of a packed list among its entries.
func (e *Edit) seek(i int) int {
	if 2*i <= e.n {
		return pack.Seek(entries(e.buf), i)
	}
	return pack.Seek(entries(e.buf), i-e.n)
}

// Set replaces entry i, from 0, which exists, by v.
func (e *Edit) Set(i int, v []byte) {
	e.Expect(v)
	if e.list != nil {
		e.list.set(i, v)
		return
	}
	e.buf = pack.Replace(e.buf, countSize+e.seek(i), v)
}

// Insert puts v before or after the first entry equal to pivot, and says whether there was one.
func (e *Edit) Insert(pivot []byte, after bool, v []byte) bool {
	if e.list != nil {
		for at := range e.list.dir.n {
			if e.list.holds(at, pivot) {
				off := pack.Find(e.list.dir.at(at).pack(), 0, 1, pivot)
				e.Expect(v)
				e.list.insert(at, off, after, v)
				return true
			}
		}
		return false
	}
	pos := pack.Find(e.buf, countSize, 1, pivot)
	if pos < 0 {
		return false
	}
	if e.Expect(v); e.list != nil {
		e.list.insert(0, pos-countSize, after, v)
		return true
	}
	if after {
		_, pos = pack.At(e.buf, pos)
	}
	e.buf = pack.Insert(e.buf, pos, v)
	e.n++
	return true
}

// Remove takes out entries equal to v, up to count: the first ones, or with back the last ones. It returns how many they were.
func (e *Edit) Remove(v []byte, count int, back bool) int {
	if e.list != nil {
		return e.list.remove(v, count, back)
	}
	p := entries(e.buf)
	skip := 0
	if back {
		skip = max(matches(p, v)-count, 0)
	}
	kept, n := sift(p, v, skip, count)
	e.buf = e.buf[:countSize+kept]
	e.n -= n
	return n
}
