package zset

import "redstart/server/command"

var bzpopmaxSpec = &command.Spec{
	Name: "bzpopmax", Arity: -3,
	Flags: command.Write | command.Blocking | command.Fast,
	Keys:  command.KeyRange(1, -2, 1, command.RW|command.AccessValue|command.Delete),
	Group: command.SortedSet,
	Since: "5.0.0", Cost: "O(log(N)) with N being the number of elements in the sorted set.",
	Syntax:  "key... timeout:double",
	Summary: "Removes and returns the member with the highest score from the first of several sorted sets that has one, or waits for one.",
	History: []command.Change{
		{Since: "6.0.0", What: "`timeout` is interpreted as a double instead of an integer."},
	},
	Run: runBzpopmax,
}

func runBzpopmax(c *command.Ctx) error { return popOrWait(c, highest) }
