package zset

import "redstart/server/command"

var zremrangebyscoreSpec = &command.Spec{
	Name: "zremrangebyscore", Arity: 4,
	Flags: command.Write,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.SortedSet,
	Since: "1.2.0", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.",
	Syntax:  "key min:double max:double",
	Summary: "Removes the members of a sorted set whose scores lie in a range.",
	Run:     runZremrangebyscore,
}

func runZremrangebyscore(c *command.Ctx) error { return removeRange(c, byScore, "zremrangebyscore") }
