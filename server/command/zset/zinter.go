package zset

import "redstart/server/command"

var zinterSpec = &command.Spec{
	Name: "zinter", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.KeyCount(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "6.2.0", Cost: "O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of input sorted sets and M being the number of elements in the resulting sorted set.",
	Syntax:  "numkeys:integer key... [WEIGHTS weight:integer...] [AGGREGATE (SUM | MIN | MAX)] [WITHSCORES]",
	Summary: "Returns the members that several sorted sets have in common.",
	Run:     runZinter,
}

func runZinter(c *command.Ctx) error { return replyCombined(c, intersection) }
