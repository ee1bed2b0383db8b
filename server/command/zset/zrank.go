package zset

import (
	"redstart/server/command"
	"redstart/storage/value/zset"
)

var zrankSpec = &command.Spec{
	Name: "zrank", Arity: -3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "2.0.0", Cost: "O(log(N))",
	Syntax:  "key member [WITHSCORE]",
	Summary: "Returns the position of a member of a sorted set, counted from the lowest score.",
	History: []command.Change{
		{Since: "7.2.0", What: "Added the optional `WITHSCORE` argument."},
	},
	Run: runZrank,
}

func runZrank(c *command.Ctx) error { return rank(c, false) }

// rank replies with the position of a member, counted from either end, and with its score where that is asked for.
func rank(c *command.Ctx, reverse bool) error {
	withScore := c.Len() > 3
	switch {
	case c.Len() > 4:
		return command.ErrArity(c.Cmd.FullName)
	case withScore && !command.Fold(c.Arg(3), "WITHSCORE"):
		return command.ErrSyntax
	}
	var s zset.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}

	e, found := s.Find(c.Arg(2))
	if !found {
		if withScore {
			c.Reply.NullArray()
		} else {
			c.Reply.Null()
		}
		return nil
	}
	n := s.Rank(e)
	if reverse {
		n = s.Len() - 1 - n
	}

	if withScore {
		c.Reply.Array(2)
	}
	c.Reply.Int(int64(n))
	if withScore {
		c.Reply.Double(e.Score)
	}
	return nil
}
