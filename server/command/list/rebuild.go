package list

import (
	"redstart/storage/aof"
	"redstart/storage/table"
	"redstart/storage/value/list"
	"redstart/storage/value/pack"
)

// batch is how many elements one command of Rebuild has.
const batch = 64

var wordRPush = []byte("RPUSH")

// Rebuild appends the commands that make the list of r, without its time to live.
func Rebuild(dst []byte, r table.Record) []byte {
	words := make([][]byte, 2, 2+batch)
	words[0], words[1] = wordRPush, r.Key()
	var digits []byte // of the batch's integers
	list.Of(r).Each(func(e pack.Entry) bool {
		v := e.Bytes
		if v == nil {
			from := len(digits)
			digits = e.Append(digits)
			v = digits[from:len(digits):len(digits)]
		}
		if words = append(words, v); len(words) == cap(words) {
			dst = aof.AppendCommand(dst, words...)
			words, digits = words[:2], digits[:0]
		}
		return true
	})
	if len(words) > 2 {
		dst = aof.AppendCommand(dst, words...)
	}
	return dst
}
