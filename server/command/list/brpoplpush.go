package list

import "redstart/server/command"

var brpoplpushSpec = &command.Spec{
	Name: "brpoplpush", Arity: 4,
	Flags: command.Write | command.DenyOOM | command.Blocking,
	Keys: command.Keys(
		command.Key(1, command.RW|command.AccessValue|command.Delete),
		command.Key(2, command.RW|command.Insert),
	),
	Group: command.List,
	Since: "2.2.0", Cost: "O(1)",
	Syntax:  "source:key destination:key#1 timeout:double",
	Summary: "Moves the last element of a list to the front of another, or waits for one.",
	History: []command.Change{
		{Since: "6.0.0", What: "`timeout` is interpreted as a double instead of an integer."},
	},
	Replaced: "`BLMOVE` with the `RIGHT` and `LEFT` arguments", Until: "6.2.0",
	Run: runBrpoplpush,
}

func runBrpoplpush(c *command.Ctx) error {
	deadline, err := c.WaitUntil(c.Arg(3))
	if err != nil {
		return err
	}

	found, err := move(c, false, true)
	switch {
	case err != nil:
		return err
	case found:
		c.Rewrite(wordRPopLPush, c.Arg(1), c.Arg(2))
	case c.NoWait:
		c.Reply.Null()
	default:
		wait(c, c.Args[1:2], deadline)
	}
	return nil
}
