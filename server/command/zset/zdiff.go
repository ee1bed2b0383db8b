package zset

import "redstart/server/command"

var zdiffSpec = &command.Spec{
	Name: "zdiff", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.KeyCount(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "6.2.0", Cost: "O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the size of the first set, and K is the size of the result set.",
	Syntax:  "numkeys:integer key... [WITHSCORES]",
	Summary: "Returns the members of a sorted set that others do not have.",
	Run:     runZdiff,
}

func runZdiff(c *command.Ctx) error { return replyCombined(c, difference) }
