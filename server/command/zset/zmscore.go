package zset

import (
	"redstart/server/command"
	"redstart/storage/value/zset"
)

var zmscoreSpec = &command.Spec{
	Name: "zmscore", Arity: -3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "6.2.0", Cost: "O(N) where N is the number of members being requested.",
	Syntax:  "key member...",
	Summary: "Returns the scores of several members of a sorted set.",
	Run:     runZmscore,
}

func runZmscore(c *command.Ctx) error {
	var s zset.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}

	c.Reply.Array(c.Len() - 2)
	for _, member := range c.Args[2:] {
		replyScore(c.Reply, &s, member)
	}
	return nil
}
