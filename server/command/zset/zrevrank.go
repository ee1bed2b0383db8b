package zset

import "redstart/server/command"

var zrevrankSpec = &command.Spec{
	Name: "zrevrank", Arity: -3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "2.0.0", Cost: "O(log(N))",
	Syntax:  "key member [WITHSCORE]",
	Summary: "Returns the position of a member of a sorted set, counted from the highest score.",
	History: []command.Change{
		{Since: "7.2.0", What: "Added the optional `WITHSCORE` argument."},
	},
	Run: runZrevrank,
}

func runZrevrank(c *command.Ctx) error { return rank(c, true) }
