package zset

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/value/zset"
)

var zscoreSpec = &command.Spec{
	Name: "zscore", Arity: 3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "1.2.0", Cost: "O(1)",
	Syntax:  "key member",
	Summary: "Returns the score of a member of a sorted set.",
	Run:     runZscore,
}

func runZscore(c *command.Ctx) error {
	var s zset.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}

	replyScore(c.Reply, &s, c.Arg(2))
	return nil
}

// replyScore writes the score of a member, or null.
func replyScore(w *resp.Writer, s *zset.Set, member []byte) {
	if e, found := s.Find(member); found {
		w.Double(e.Score)
		return
	}
	w.Null()
}
