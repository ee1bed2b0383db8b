package config

import "math"

var typeSection = Section{
	Title: "Data types",
	About: "Thresholds of the compact encodings of types other than strings.",
	Rows: []Directive{
		{
			ID: HashMaxListpackEntries, Name: "hash-max-listpack-entries", Aliases: []string{"hash-max-ziplist-entries"}, Kind: KindInt, Default: "512", Max: math.MaxInt64,
			Help: "Fields up to which a hash is kept compact.",
		},
		{
			ID: HashMaxListpackValue, Name: "hash-max-listpack-value", Aliases: []string{"hash-max-ziplist-value"}, Kind: KindMemory, Default: "64", Max: math.MaxInt64,
			Help: "Bytes of a field or value up to which a hash is kept compact.",
		},
		{
			ID: ListMaxListpackSize, Name: "list-max-listpack-size", Aliases: []string{"list-max-ziplist-size"}, Kind: KindInt, Default: "-2", Min: math.MinInt32, Max: math.MaxInt32,
			Help: "Size of a node of a list: entries, or -1 to -5 for 4 to 64 KiB.",
		},
		{
			ID: ListCompressDepth, Name: "list-compress-depth", Kind: KindInt, Default: "0", Max: math.MaxInt32,
			NoMeaning: "Lists are not compressed here.",
			Help:      "Nodes at each end of a list that are not compressed.",
		},
		{
			ID: SetMaxIntSetEntries, Name: "set-max-intset-entries", Kind: KindInt, Default: "512", Max: math.MaxInt64,
			Help: "Members up to which a set of integers is kept compact.",
		},
		{
			ID: SetMaxListpackEntries, Name: "set-max-listpack-entries", Kind: KindInt, Default: "128", Max: math.MaxInt64,
			Help: "Members up to which another set is kept compact.",
		},
		{
			ID: SetMaxListpackValue, Name: "set-max-listpack-value", Kind: KindInt, Default: "64", Max: math.MaxInt64,
			Help: "Bytes of a member up to which a set is kept compact.",
		},
		{
			ID: ZSetMaxListpackEntries, Name: "zset-max-listpack-entries", Aliases: []string{"zset-max-ziplist-entries"}, Kind: KindInt, Default: "128", Max: math.MaxInt64,
			Help: "Members up to which a sorted set is kept compact.",
		},
		{
			ID: ZSetMaxListpackValue, Name: "zset-max-listpack-value", Aliases: []string{"zset-max-ziplist-value"}, Kind: KindMemory, Default: "64", Max: math.MaxInt64,
			Help: "Bytes of a member up to which a sorted set is kept compact.",
		},
		{
			ID: HLLSparseMaxBytes, Name: "hll-sparse-max-bytes", Kind: KindMemory, Default: "3000", Max: math.MaxInt64,
			Help: "Bytes up to which a HyperLogLog is kept sparse.",
		},
		{
			ID: StreamNodeMaxBytes, Name: "stream-node-max-bytes", Kind: KindMemory, Default: "4096", Max: math.MaxInt64,
			Help: "Bytes of a node of a stream.",
		},
		{
			ID: StreamNodeMaxEntries, Name: "stream-node-max-entries", Kind: KindInt, Default: "100", Max: math.MaxInt64,
			Help: "Entries of a node of a stream.",
		},
	},
}
