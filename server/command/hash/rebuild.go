package hash

import (
	"redstart/resp"
	"redstart/storage/aof"
	"redstart/storage/table"
	value "redstart/storage/value/hash"
	"redstart/storage/value/pack"
)

// fieldsAtOnce is how many fields one command of a rewritten log sets, as in Redis.
const fieldsAtOnce = 64

var wordHMSet = []byte("HMSET")

// Rebuild appends to dst the commands that make the hash that r holds.
func Rebuild(dst []byte, r table.Record) []byte {
	b := batch{dst: dst, head: 2, digits: make([]byte, 0, 40*fieldsAtOnce)}
	b.words = append(make([][]byte, 0, 2+2*fieldsAtOnce), wordHMSet, r.Key())
	value.Each(r, func(name, value pack.Entry, _ int64) bool {
		b.add(name)
		b.add(value)
		if len(b.words) == 2+2*fieldsAtOnce {
			b.flush()
		}
		return true
	})
	b.flush()
	if value.Due(r) != 0 {
		return rebuildTimes(b.dst, r)
	}
	return b.dst
}

// rebuildTimes appends the commands that give the fields their times. Each has the fields of one time, as far as they follow each other.
func rebuildTimes(dst []byte, r table.Record) []byte {
	const head = 5
	b := batch{dst: dst, head: head, digits: make([]byte, 0, 20*fieldsAtOnce)}
	b.words = append(make([][]byte, 0, head+fieldsAtOnce), wordHPExpireAt, r.Key(), nil, wordFields, nil)
	var last int64
	var time, number [20]byte
	flush := func() {
		b.words[2] = resp.AppendInt(time[:0], last)
		b.words[4] = resp.AppendInt(number[:0], int64(len(b.words)-head))
		b.flush()
	}
	value.Each(r, func(name, _ pack.Entry, at int64) bool {
		if at == 0 {
			return true
		}
		if at != last || len(b.words) == head+fieldsAtOnce {
			flush()
		}
		last = at
		b.add(name)
		return true
	})
	flush()
	return b.dst
}

// batch is a command that grows.
type batch struct {
	dst    []byte
	words  [][]byte
	head   int    // words that every command begins with
	digits []byte // of entries that are integers; never grows, so what words show stays
}

func (b *batch) add(e pack.Entry) {
	if e.Bytes != nil {
		b.words = append(b.words, e.Bytes)
		return
	}
	from := len(b.digits)
	b.digits = e.Append(b.digits)
	b.words = append(b.words, b.digits[from:])
}

// flush appends the command, if it has more than its head.
func (b *batch) flush() {
	if len(b.words) > b.head {
		b.dst = aof.AppendCommand(b.dst, b.words...)
	}
	b.words, b.digits = b.words[:b.head], b.digits[:0]
}
