package zset

import "redstart/server/command"

var zremrangebylexSpec = &command.Spec{
	Name: "zremrangebylex", Arity: 4,
	Flags: command.Write,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.SortedSet,
	Since: "2.8.9", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.",
	Syntax:  "key min max",
	Summary: "Removes the members of a sorted set between two strings.",
	Run:     runZremrangebylex,
}

func runZremrangebylex(c *command.Ctx) error { return removeRange(c, byLex, "zremrangebylex") }
