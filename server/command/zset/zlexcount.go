package zset

import "redstart/server/command"

var zlexcountSpec = &command.Spec{
	Name: "zlexcount", Arity: 4,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "2.8.9", Cost: "O(log(N)) with N being the number of elements in the sorted set.",
	Syntax:  "key min max",
	Summary: "Counts the members of a sorted set between two strings.",
	Run:     runZlexcount,
}

func runZlexcount(c *command.Ctx) error { return count(c, byLex) }
