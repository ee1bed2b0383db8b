package set

import (
	"math"

	"redstart/storage/table"
	"redstart/storage/value/pack"
)

// Scan calls emit with about count members, and returns the cursor to go on with, 0 at the end. A member that is there from the first
// call, with cursor 0, to the last is given at least once; members may be given twice. Any cursor is safe. A packed set is given whole.
func (s *Set) Scan(cursor uint64, count int, emit func(pack.Entry)) (next uint64) {
	if s.large != nil {
		return s.large.scan(cursor, count, emit)
	}
	s.Each(func(e pack.Entry) bool {
		emit(e)
		return true
	})
	return 0
}

// scan walks over the integers first, those below zero last. An even cursor is the next integer, with its lowest bit cleared, so that two
// that are neighbours may be given again; it is not 0, as 0 and 1 come first and together. An odd one is the cursor of the table, and a
// lowest bit.
func (l *Large) scan(cursor uint64, count int, emit func(pack.Entry)) (next uint64) {
	given := 0
	if cursor&1 == 0 {
		cursor, given = l.scanInts(cursor, count, emit)
		if cursor != 0 {
			return cursor
		}
		if l.strings.Len() == 0 {
			return 0
		}
		cursor = 1
	}
	for given < count {
		at := l.strings.Scan(cursor>>1, func(r table.Record) {
			given++
			emit(pack.Entry{Bytes: r.Key()})
		})
		if at == 0 {
			return 0
		}
		cursor = at<<1 | 1
	}
	return cursor
}

// scanInts walks over integers and returns the cursor of the next, 0 after the last.
func (l *Large) scanInts(cursor uint64, count int, emit func(pack.Entry)) (next uint64, given int) {
	last := uint64(0)
	visit := func(n int64) bool {
		if u := uint64(n); given >= count && u&^1 != last&^1 {
			next = u &^ 1
			return false
		}
		last = uint64(n)
		given++
		emit(pack.Entry{Int: n})
		return true
	}
	if from := int64(cursor); from < 0 {
		l.ints.rangeOf(from, -1, visit)
	} else if l.ints.rangeOf(from, math.MaxInt64, visit) {
		l.ints.rangeOf(math.MinInt64, -1, visit)
	}
	return next, given
}
