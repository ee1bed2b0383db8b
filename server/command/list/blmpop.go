package list

import "redstart/server/command"

var blmpopSpec = &command.Spec{
	Name: "blmpop", Arity: -5,
	Flags: command.Write | command.Blocking,
	Keys:  command.KeyCount(2, command.RW|command.AccessValue|command.Delete),
	Group: command.List,
	Since: "7.0.0", Cost: "O(N+M) where N is the number of provided keys and M is the number of elements returned.",
	Syntax:  "timeout:double numkeys:integer key... where:(LEFT | RIGHT) [COUNT count:integer]",
	Summary: "Pops elements from the first of several lists that has any, or waits for them.",
	Run:     runBlmpop,
}

func runBlmpop(c *command.Ctx) error {
	keys, front, count, err := popOptions(c, 2)
	if err != nil {
		return err
	}
	deadline, err := c.WaitUntil(c.Arg(1))
	if err != nil {
		return err
	}

	found, err := popFirst(c, keys, front, count)
	if err != nil || found {
		return err
	}
	wait(c, keys, deadline)
	return nil
}
