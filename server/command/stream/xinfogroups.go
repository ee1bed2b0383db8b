package stream

import "redstart/server/command"

var xinfoGroupsSpec = &command.Spec{
	Name: "groups", Arity: 3,
	Flags: command.ReadOnly,
	Keys:  command.Key(2, command.RO|command.AccessValue),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Lists the groups of a stream.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the `entries-read` and `lag` fields"},
	},
	Run: runXinfoGroups,
}

func runXinfoGroups(c *command.Ctx) error {
	s, err := lookStream(c)
	if err != nil {
		return err
	}

	w := c.Reply
	w.Array(len(s.Groups()))
	for _, g := range s.Groups() {
		w.Map(6)
		w.BulkString("name")
		w.BulkString(g.Name)
		w.BulkString("consumers")
		w.Int(int64(len(g.Consumers())))
		w.BulkString("pending")
		w.Int(int64(g.Pending()))
		w.BulkString("last-delivered-id")
		replyID(w, g.Last)
		replyRead(w, g)
		replyLag(w, s, g)
	}
	return nil
}
