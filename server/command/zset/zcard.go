package zset

import (
	"redstart/server/command"
	"redstart/storage/value/zset"
)

var zcardSpec = &command.Spec{
	Name: "zcard", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.SortedSet,
	Since: "1.2.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Counts the members of a sorted set.",
	Run:     runZcard,
}

func runZcard(c *command.Ctx) error {
	var s zset.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}

	c.Reply.Int(int64(s.Len()))
	return nil
}
