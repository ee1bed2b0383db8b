package zset

import "redstart/server/command"

var zunionSpec = &command.Spec{
	Name: "zunion", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.KeyCount(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "6.2.0", Cost: "O(N)+O(M*log(M)) with N being the sum of the sizes of the input sorted sets, and M being the number of elements in the resulting sorted set.",
	Syntax:  "numkeys:integer key... [WEIGHTS weight:integer...] [AGGREGATE (SUM | MIN | MAX)] [WITHSCORES]",
	Summary: "Returns the members of several sorted sets together.",
	Run:     runZunion,
}

func runZunion(c *command.Ctx) error { return replyCombined(c, union) }
