package zset

import "redstart/server/command"

var zrangebyscoreSpec = &command.Spec{
	Name: "zrangebyscore", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "1.0.5", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).",
	Syntax:  "key min:double max:double [WITHSCORES@2.0.0] [LIMIT (offset:integer count:integer)]",
	Summary: "Returns the members of a sorted set whose scores lie in a range.",
	History: []command.Change{
		{Since: "2.0.0", What: "Added the `WITHSCORES` modifier."},
	},
	Replaced: "`ZRANGE` with the `BYSCORE` argument", Until: "6.2.0",
	Run: runZrangebyscore,
}

func runZrangebyscore(c *command.Ctx) error { return replyRange(c, byScore, forward) }
