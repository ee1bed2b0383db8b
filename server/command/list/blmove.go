package list

import "redstart/server/command"

var blmoveSpec = &command.Spec{
	Name: "blmove", Arity: 6,
	Flags: command.Write | command.DenyOOM | command.Blocking,
	Keys: command.Keys(
		command.Key(1, command.RW|command.AccessValue|command.Delete),
		command.Key(2, command.RW|command.Insert),
	),
	Group: command.List,
	Since: "6.2.0", Cost: "O(1)",
	Syntax:  "source:key destination:key#1 wherefrom:(LEFT | RIGHT) whereto:(LEFT | RIGHT) timeout:double",
	Summary: "Moves an element from one list to another, or waits for one.",
	Run:     runBlmove,
}

func runBlmove(c *command.Ctx) error {
	from, to, err := ends(c)
	if err != nil {
		return err
	}
	deadline, err := c.WaitUntil(c.Arg(5))
	if err != nil {
		return err
	}

	found, err := move(c, from, to)
	switch {
	case err != nil:
		return err
	case found:
		c.Rewrite(wordLMove, c.Arg(1), c.Arg(2), c.Arg(3), c.Arg(4))
	case c.NoWait:
		c.Reply.Null()
	default:
		wait(c, c.Args[1:2], deadline)
	}
	return nil
}
