package admin

import (
	"redstart/resp"
	"redstart/storage/table"
	"redstart/storage/value/hash"
	"redstart/storage/value/list"
	"redstart/storage/value/pack"
	"redstart/storage/value/set"
	"redstart/storage/value/stream"
	"redstart/storage/value/zset"
)

// typeNumbers are Redis' numbers of the types.
var typeNumbers = [...]uint32{
	table.KindString: 0,
	table.KindList:   1,
	table.KindSet:    2,
	table.KindZSet:   3,
	table.KindHash:   4,
	table.KindStream: 6,
}

func (d *digest) list(r table.Record) {
	var room []byte
	list.Of(r).Each(func(e pack.Entry) bool {
		room = e.Append(room[:0])
		d.mix(room)
		return true
	})
}

func (d *digest) set(r table.Record) {
	var room []byte
	s := set.Of(r)
	s.Each(func(e pack.Entry) bool {
		room = e.Append(room[:0])
		d.xor(room)
		return true
	})
}

func (d *digest) zset(r table.Record) {
	zset.Each(r, func(member []byte, score float64) bool {
		var e digest
		e.mix(member)
		e.mix(resp.AppendShortDouble(nil, score))
		d.xor(e[:])
		return true
	})
}

func (d *digest) hash(r table.Record) {
	var room []byte
	hash.Each(r, func(name, value pack.Entry, at int64) bool {
		var e digest
		room = name.Append(room[:0])
		e.mix(room)
		room = value.Append(room[:0])
		e.mix(room)
		if at != 0 {
			e.xor([]byte("!!hexpire!!"))
		}
		d.xor(e[:])
		return true
	})
}

func (d *digest) stream(r table.Record) {
	var (
		room []byte
		at   stream.Cursor
		e    stream.Entry
	)
	at.Range(r.Object().(*stream.Stream), stream.ID{}, stream.MaxID())
	for at.Next(&e) {
		room = e.ID.Append(room[:0])
		for i, b := range room { // the log writes an ID with "-", the digest with "."
			if b == '-' {
				room[i] = '.'
			}
		}
		d.mix(room)
		for range e.Pairs() {
			name, value := e.Next()
			room = name.Append(room[:0])
			d.mix(room)
			room = value.Append(room[:0])
			d.mix(room)
		}
	}
}
