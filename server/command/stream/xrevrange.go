package stream

import "redstart/server/command"

var xrevrangeSpec = &command.Spec{
	Name: "xrevrange", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(N) with N being the number of elements returned. If N is constant (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1).",
	Syntax:  "key end start [COUNT count:integer]",
	Summary: "Reads the entries between two IDs from the last to the first.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added exclusive ranges."},
	},
	Run: runXrevrange,
}

func runXrevrange(c *command.Ctx) error { return replyRange(c, c.Arg(3), c.Arg(2), true) }
