package stream

import (
	"redstart/server/command"
	"redstart/storage/value/stream"
)

var xrangeSpec = &command.Spec{
	Name: "xrange", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(N) with N being the number of elements being returned. If N is constant (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1).",
	Syntax:  "key start end [COUNT count:integer]",
	Summary: "Reads the entries between two IDs.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added exclusive ranges."},
	},
	Run: runXrange,
}

func runXrange(c *command.Ctx) error { return replyRange(c, c.Arg(2), c.Arg(3), false) }

// replyRange answers XRANGE and XREVRANGE.
func replyRange(c *command.Ctx, start, end []byte, back bool) error {
	from, err := parseStart(start)
	if err != nil {
		return err
	}
	to, err := parseEnd(end)
	if err != nil {
		return err
	}
	count := int64(-1)
	a := c.Options(4)
	for a.More() {
		if a.Left() < 2 || !a.Is("COUNT") {
			return command.ErrSyntax
		}
		count = max(a.Int(), 0)
	}
	if err := a.Err(); err != nil {
		return err
	}
	s, err := look(c, c.Arg(1))
	if err != nil {
		return err
	}

	switch {
	case s == nil:
		c.Reply.Array(0)
		return nil
	case count == 0:
		c.Reply.NullArray()
		return nil
	}
	var cur stream.Cursor
	if back {
		cur.Reverse(s, from, to)
	} else {
		cur.Range(s, from, to)
	}
	replyEntries(c.Reply, &cur, max(count, 0))
	return nil
}
