package zset

import "redstart/server/command"

var zremrangebyrankSpec = &command.Spec{
	Name: "zremrangebyrank", Arity: 4,
	Flags: command.Write,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.SortedSet,
	Since: "2.0.0", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.",
	Syntax:  "key start:integer stop:integer",
	Summary: "Removes the members of a sorted set in a range of positions.",
	Run:     runZremrangebyrank,
}

func runZremrangebyrank(c *command.Ctx) error { return removeRange(c, byRank, "zremrangebyrank") }
