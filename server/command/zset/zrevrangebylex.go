package zset

import "redstart/server/command"

var zrevrangebylexSpec = &command.Spec{
	Name: "zrevrangebylex", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "2.8.9", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).",
	Syntax:   "key max min [LIMIT (offset:integer count:integer)]",
	Summary:  "Returns the members of a sorted set between two strings, from the last on.",
	Replaced: "`ZRANGE` with the `REV` and `BYLEX` arguments", Until: "6.2.0",
	Run: runZrevrangebylex,
}

func runZrevrangebylex(c *command.Ctx) error { return replyRange(c, byLex, backward) }
