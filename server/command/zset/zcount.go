package zset

import "redstart/server/command"

var zcountSpec = &command.Spec{
	Name: "zcount", Arity: 4,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "2.0.0", Cost: "O(log(N)) with N being the number of elements in the sorted set.",
	Syntax:  "key min:double max:double",
	Summary: "Counts the members of a sorted set whose scores lie in a range.",
	Run:     runZcount,
}

func runZcount(c *command.Ctx) error { return count(c, byScore) }
