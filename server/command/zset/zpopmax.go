package zset

import "redstart/server/command"

var zpopmaxSpec = &command.Spec{
	Name: "zpopmax", Arity: -2,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Delete),
	Group: command.SortedSet,
	Since: "5.0.0", Cost: "O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of elements popped.",
	Syntax:  "key [count:integer]",
	Summary: "Removes and returns the members of a sorted set with the highest scores.",
	Run:     runZpopmax,
}

func runZpopmax(c *command.Ctx) error { return pop(c, highest) }
