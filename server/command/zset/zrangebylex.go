package zset

import "redstart/server/command"

var zrangebylexSpec = &command.Spec{
	Name: "zrangebylex", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "2.8.9", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).",
	Syntax:   "key min max [LIMIT (offset:integer count:integer)]",
	Summary:  "Returns the members of a sorted set between two strings.",
	Replaced: "`ZRANGE` with the `BYLEX` argument", Until: "6.2.0",
	Run: runZrangebylex,
}

func runZrangebylex(c *command.Ctx) error { return replyRange(c, byLex, forward) }
