package zset

import "redstart/server/command"

var zincrbySpec = &command.Spec{
	Name: "zincrby", Arity: 4,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.SortedSet,
	Since: "1.2.0", Cost: "O(log(N)) where N is the number of elements in the sorted set.",
	Syntax:  "key increment:integer member",
	Summary: "Adds a number to the score of a member of a sorted set.",
	Run:     runZincrby,
}

func runZincrby(c *command.Ctx) error { return addPairs(c, c.Args[2:], increment) }
