package zset

import "redstart/server/command"

var zrevrangeSpec = &command.Spec{
	Name: "zrevrange", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "1.2.0", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements returned.",
	Syntax:   "key start:integer stop:integer [WITHSCORES]",
	Summary:  "Returns a range of the members of a sorted set, from the highest score on.",
	Replaced: "`ZRANGE` with the `REV` argument", Until: "6.2.0",
	Run: runZrevrange,
}

func runZrevrange(c *command.Ctx) error { return replyRange(c, byRank, backward) }
