package zset

import "redstart/server/command"

var zrevrangebyscoreSpec = &command.Spec{
	Name: "zrevrangebyscore", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "2.2.0", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).",
	Syntax:  "key max:double min:double [WITHSCORES] [LIMIT (offset:integer count:integer)]",
	Summary: "Returns the members of a sorted set whose scores lie in a range, from the highest on.",
	History: []command.Change{
		{Since: "2.1.6", What: "`min` and `max` can be exclusive."},
	},
	Replaced: "`ZRANGE` with the `REV` and `BYSCORE` arguments", Until: "6.2.0",
	Run: runZrevrangebyscore,
}

func runZrevrangebyscore(c *command.Ctx) error { return replyRange(c, byScore, backward) }
