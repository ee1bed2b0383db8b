package zset

import (
	"redstart/resp"
	"redstart/server/command"
)

var zintercardSpec = &command.Spec{
	Name: "zintercard", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.KeyCount(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Since: "7.0.0", Cost: "O(N*K) worst case with N being the smallest input sorted set, K being the number of input sorted sets.",
	Syntax:  "numkeys:integer key... [LIMIT limit:integer]",
	Summary: "Counts the members that several sorted sets have in common.",
	Run:     runZintercard,
}

func runZintercard(c *command.Ctx) error {
	var room [inputRoom]input
	q, err := parseInputs(c, 1, room[:0])
	if err != nil {
		return err
	}
	limit := int64(0)
	for q.options.More() {
		if !q.options.Is("LIMIT") || q.options.Left() == 0 {
			return command.ErrSyntax
		}
		var ok bool
		if limit, ok = resp.ParseInt(q.options.Bytes()); !ok || limit < 0 {
			return command.ErrLimitBelow0
		}
	}

	var n int64
	q.common(func([]byte, float64) bool {
		n++
		return n != limit
	})
	c.Reply.Int(n)
	return nil
}
