package zset

import "redstart/storage/table"

// Scan calls fn with the elements of one step of a walk over all, in no order, and returns the cursor of the next step, 0 after the last.
// A walk begins with 0; any number is a safe cursor. An element that is there during the whole walk is given at least once. A packed set
// is one step. member is valid during the call only.
func (s *Set) Scan(cursor uint64, fn func(member []byte, score float64)) (next uint64) {
	if s.large != nil {
		return s.large.dict.Scan(cursor, func(r table.Record) { fn(r.Key(), scoreOf(r)) })
	}
	s.Each(func(member []byte, score float64) bool {
		fn(member, score)
		return true
	})
	return 0
}
