package set

import (
	"redstart/storage/aof"
	"redstart/storage/table"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

// membersAtOnce is how many members one command of a rewritten log adds, as in Redis.
const membersAtOnce = 64

var wordSadd = []byte("SADD")

// Rebuild appends to dst the commands that make the set that r holds.
func Rebuild(dst []byte, r table.Record) []byte {
	s := value.Of(r)
	words := make([][]byte, 2, 2+membersAtOnce)
	words[0], words[1] = wordSadd, r.Key()
	digits := make([]byte, 0, 20*membersAtOnce) // never grows, so what words show stays
	s.Each(func(e pack.Entry) bool {
		if len(words) == cap(words) {
			dst = aof.AppendCommand(dst, words...)
			words, digits = words[:2], digits[:0]
		}
		if e.Bytes != nil {
			words = append(words, e.Bytes)
			return true
		}
		from := len(digits)
		digits = e.Append(digits)
		words = append(words, digits[from:])
		return true
	})
	return aof.AppendCommand(dst, words...)
}

// Each calls fn with the text of each member of the set that r holds. The text is valid during the call.
func Each(r table.Record, fn func(member []byte)) {
	s := value.Of(r)
	digits := make([]byte, 0, 20)
	s.Each(func(e pack.Entry) bool {
		if e.Bytes != nil {
			fn(e.Bytes)
		} else {
			fn(e.Append(digits))
		}
		return true
	})
}
