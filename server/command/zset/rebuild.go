package zset

import (
	"redstart/resp"
	"redstart/storage/table"
	"redstart/storage/value/zset"
)

// rebuildBatch is how many elements a command of Rebuild adds at most, as in Redis.
const rebuildBatch = 64

// Rebuild appends the commands that make the sorted set of a record, as the log has them. Its time to live is not among them.
func Rebuild(dst []byte, r table.Record) []byte {
	w := resp.Writer{B: dst}
	s := zset.Of(r)
	left, n := s.Len(), 0
	s.Each(func(member []byte, score float64) bool {
		if n == 0 {
			n = min(left, rebuildBatch)
			left -= n
			w.Array(2 + 2*n)
			w.BulkString("ZADD")
			w.Bulk(r.Key())
		}
		n--
		var room [32]byte
		w.Bulk(resp.AppendDouble(room[:0], score))
		w.Bulk(member)
		return true
	})
	return w.B
}
