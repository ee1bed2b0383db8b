package config

import "math"

var memorySection = Section{
	Title: "Memory",
	About: "Bounds on what the keys take, and what goes when a bound is reached.",
	Rows: []Directive{
		{
			ID: MaxMemory, Name: "maxmemory", Kind: KindMemory, Default: "0", Unsigned: true,
			Help: "Bytes that the keys may take; units such as 100mb are understood. 0: no bound.",
		},
		{
			ID: MaxMemoryPolicy, Name: "maxmemory-policy", Kind: KindEnum, Default: "noeviction", Values: []string{"volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl", "allkeys-lru", "allkeys-lfu", "allkeys-random", "noeviction"},
			Help: "What goes when maxmemory is reached: the least recently (lru) or least frequently (lfu) used, a random one or the next to expire (ttl), among all keys or those with an expiry (volatile); noeviction refuses writes.",
		},
		{
			ID: MaxMemorySamples, Name: "maxmemory-samples", Kind: KindInt, Default: "5", Min: 1, Max: 64,
			Help: "How many keys a round of eviction compares. More is closer to exact and slower.",
		},
		{
			ID: MaxMemoryEvictionTenacity, Name: "maxmemory-eviction-tenacity", Kind: KindInt, Default: "10", Max: 100,
			Help: "How hard one command tries to evict before it goes on, 0 to 100.",
		},
		{
			ID: MaxKeys, Name: "max-keys", Kind: KindInt, Default: "0", Max: math.MaxInt64, Flags: Ours,
			Help: "Keys that one database may hold, kept in exact order of use. 0: no bound.",
		},
		{
			ID: MaxKeysPolicy, Name: "max-keys-policy", Kind: KindEnum, Default: "evict", Values: []string{"evict", "reject"}, Flags: Ours,
			Help: "What happens when max-keys is reached: evict removes the least recently used key, reject refuses the new one.",
		},
		{
			ID: LFULogFactor, Name: "lfu-log-factor", Kind: KindInt, Default: "10", Max: math.MaxInt32,
			Help: "How slowly the counter of uses grows, for the lfu policies. 0 counts every use up to 255.",
		},
		{
			ID: LFUDecayTime, Name: "lfu-decay-time", Kind: KindInt, Default: "1", Max: math.MaxInt32,
			Help: "Minutes after which the counter of uses is lowered by one. 0 never lowers it.",
		},
		{
			ID: ActiveExpireEffort, Name: "active-expire-effort", Kind: KindInt, Default: "1", Min: 1, Max: 10,
			Help: "How much time goes into finding expired keys that nobody asks for, 1 to 10.",
		},
	},
}

var clientSection = Section{
	Title: "Limits on clients",
	About: "They protect the server from a client that sends or leaves unread too much.",
	Rows: []Directive{
		{
			ID: ClientQueryBufferLimit, Name: "client-query-buffer-limit", Kind: KindMemory, Default: "1073741824", Min: 1048576, Max: math.MaxInt64,
			Help: "Bytes of an unfinished request that a client may have waiting.",
		},
		{
			ID: ClientOutputBufferLimit, Name: "client-output-buffer-limit", Kind: KindList, Default: "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60", list: outputLimits, Args: "a class (normal, replica or pubsub), two numbers of bytes (hard, soft) and seconds",
			Help: "Per class (normal, replica, pubsub): unread bytes at which a client is closed at once, and those at which it is closed after so many seconds. 0: no limit.",
		},
		{
			ID: ProtoMaxBulkLen, Name: "proto-max-bulk-len", Kind: KindMemory, Default: "536870912", Min: 1048576, Max: math.MaxInt64,
			Help: "Longest single argument of a request, in bytes, and longest string a key may hold.",
		},
	},
}
