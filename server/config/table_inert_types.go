package config

import "math"

var typeSection = Section{
	Title: "Data types",
	About: "Thresholds of the compact encodings of types other than strings.",
	Rows: []Directive{
		{
			ID: HashMaxListpackEntries, Name: "hash-max-listpack-entries", Aliases: []string{"hash-max-ziplist-entries"}, Kind: KindInt, Default: "512", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Fields up to which a hash is kept compact.",
		},
		{
			ID: HashMaxListpackValue, Name: "hash-max-listpack-value", Aliases: []string{"hash-max-ziplist-value"}, Kind: KindMemory, Default: "64", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Bytes of a field or value up to which a hash is kept compact.",
		},
		{
			ID: ListMaxListpackSize, Name: "list-max-listpack-size", Aliases: []string{"list-max-ziplist-size"}, Kind: KindInt, Default: "-2", Min: math.MinInt32, Max: math.MaxInt32,
			NoMeaning: noType,
			Help:      "Size of a node of a list: entries, or -1 to -5 for 4 to 64 KiB.",
		},
		{
			ID: ListCompressDepth, Name: "list-compress-depth", Kind: KindInt, Default: "0", Max: math.MaxInt32,
			NoMeaning: noType,
			Help:      "Nodes at each end of a list that are not compressed.",
		},
		{
			ID: SetMaxIntSetEntries, Name: "set-max-intset-entries", Kind: KindInt, Default: "512", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Members up to which a set of integers is kept compact.",
		},
		{
			ID: SetMaxListpackEntries, Name: "set-max-listpack-entries", Kind: KindInt, Default: "128", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Members up to which another set is kept compact.",
		},
		{
			ID: SetMaxListpackValue, Name: "set-max-listpack-value", Kind: KindInt, Default: "64", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Bytes of a member up to which a set is kept compact.",
		},
		{
			ID: ZSetMaxListpackEntries, Name: "zset-max-listpack-entries", Aliases: []string{"zset-max-ziplist-entries"}, Kind: KindInt, Default: "128", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Members up to which a sorted set is kept compact.",
		},
		{
			ID: ZSetMaxListpackValue, Name: "zset-max-listpack-value", Aliases: []string{"zset-max-ziplist-value"}, Kind: KindMemory, Default: "64", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Bytes of a member up to which a sorted set is kept compact.",
		},
		{
			ID: HLLSparseMaxBytes, Name: "hll-sparse-max-bytes", Kind: KindMemory, Default: "3000", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Bytes up to which a HyperLogLog is kept sparse.",
		},
		{
			ID: StreamNodeMaxBytes, Name: "stream-node-max-bytes", Kind: KindMemory, Default: "4096", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Bytes of a node of a stream.",
		},
		{
			ID: StreamNodeMaxEntries, Name: "stream-node-max-entries", Kind: KindInt, Default: "100", Max: math.MaxInt64,
			NoMeaning: noType,
			Help:      "Entries of a node of a stream.",
		},
	},
}

var absentSection = Section{
	Title: "Users, messages, scripts",
	About: "Features of Redis that this version does not serve.",
	Rows: []Directive{
		{
			ID: ACLFile, Name: "aclfile", Kind: KindString, Flags: Immutable,
			NoMeaning: noUsers,
			Help:      "File of the users and what they may do.",
		},
		{
			ID: ACLPubsubDefault, Name: "acl-pubsub-default", Kind: KindEnum, Default: "resetchannels", Values: []string{"allchannels", "resetchannels"},
			NoMeaning: noUsers,
			Help:      "Whether a new user may use any channel.",
		},
		{
			ID: ACLLogMaxLen, Name: "acllog-max-len", Kind: KindInt, Default: "128", Max: math.MaxInt64,
			NoMeaning: noUsers,
			Help:      "Entries in the log of refused commands.",
		},
		{
			ID: NotifyKeyspaceEvents, Name: "notify-keyspace-events", Kind: KindEvents,
			NoMeaning: "There are no messages to subscribe to in this version.",
			Help:      "Which events on keys are published.",
		},
		{
			ID: TrackingTableMaxKeys, Name: "tracking-table-max-keys", Kind: KindInt, Default: "1000000", Max: math.MaxInt64,
			NoMeaning: "Clients' caches are not tracked in this version.",
			Help:      "Keys remembered for clients that cache them.",
		},
		{
			ID: BusyReplyThreshold, Name: "busy-reply-threshold", Aliases: []string{"lua-time-limit"}, Kind: KindInt, Default: "5000", Max: math.MaxInt64,
			NoMeaning: noScripts,
			Help:      "Milliseconds after which a running script may be interrupted.",
		},
		{
			ID: LuaEnableDeprecatedAPI, Name: "lua-enable-deprecated-api", Kind: KindBool, Default: "no", Flags: Hidden | Immutable,
			NoMeaning: noScripts,
			Help:      "Whether old parts of the scripts' interface stay.",
		},
		{
			ID: EnableModuleCommand, Name: "enable-module-command", Kind: KindEnum, Default: "no", Values: []string{"no", "yes", "local"}, Flags: Immutable,
			NoMeaning: "There are no modules here.",
			Help:      "Who may load modules.",
		},
		{
			ID: LocaleCollate, Name: "locale-collate", Kind: KindString,
			NoMeaning: "There is no SORT by locale in this version.",
			Help:      "Locale that orders strings.",
		},
	},
}
