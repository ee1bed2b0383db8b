package server

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/server/command/hash"
	"redstart/server/command/list"
	"redstart/server/command/set"
	"redstart/server/command/stream"
	"redstart/server/command/zset"
	"redstart/storage/aof"
	"redstart/storage/table"
)

// rebuilders are what appends the commands that make a value of each kind.
var rebuilders = [...]func(dst []byte, r table.Record) []byte{
	table.KindString: rebuildString,
	table.KindList:   list.Rebuild,
	table.KindSet:    set.Rebuild,
	table.KindZSet:   zset.Rebuild,
	table.KindHash:   hash.Rebuild,
	table.KindStream: stream.Rebuild,
}

func rebuildString(dst []byte, r table.Record) []byte {
	return aof.AppendCommand(dst, command.WordSet, r.Key(), r.Value())
}

// encodeRecord appends the commands that make a key.
func encodeRecord(dst []byte, _ int, r table.Record) []byte {
	dst = rebuilders[r.Kind()](dst, r)
	if at := r.ExpireAt(); at != 0 {
		var room [20]byte
		dst = aof.AppendCommand(dst, command.WordPExpireAt, r.Key(), resp.AppendInt(room[:0], at))
	}
	return dst
}
