package zset

import "redstart/server/command"

var zrangeSpec = &command.Spec{
	Name: "zrange", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "1.2.0", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements returned.",
	Syntax:  "key start stop [sortby:(BYSCORE | BYLEX)@6.2.0] [REV@6.2.0] [LIMIT (offset:integer count:integer)@6.2.0] [WITHSCORES]",
	Summary: "Returns a range of the members of a sorted set: by position, score or name.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options."},
	},
	Run: runZrange,
}

func runZrange(c *command.Ctx) error { return replyRange(c, anyOrder, anyDirection) }
