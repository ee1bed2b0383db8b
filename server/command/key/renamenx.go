package key

import (
	"redstart/server/command"
)

var renamenxSpec = &command.Spec{
	Name: "renamenx", Arity: 3,
	Flags: command.Write | command.Fast,
	Keys: command.Keys(
		command.Key(1, command.RW|command.AccessValue|command.Delete),
		command.Key(2, command.OW|command.Insert),
	),
	Group: command.Generic,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key newkey:key#1",
	Summary: "Renames a key if the new name is free.",
	History: []command.Change{
		{Since: "3.2.0", What: "The command no longer returns an error when source and destination names are the same."},
	},
	Run: runRenamenx,
}

func runRenamenx(c *command.Ctx) error {
	from, to := c.Arg(1), c.Arg(2)
	if c.Tx.Edit(from).IsNil() {
		return command.ErrNoKey
	}
	if !c.Tx.Edit(to).IsNil() { // also when both are the same
		c.Reply.Int(0)
		return nil
	}

	rename(c, from, to)

	c.Reply.Int(1)
	return nil
}
