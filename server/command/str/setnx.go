package str

import (
	"redstart/server/command"
)

var setnxSpec = &command.Spec{
	Name: "setnx", Arity: 3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.OW|command.Insert),
	Group: command.String,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:   "key value",
	Summary:  "Sets a string if the key does not exist.",
	Replaced: "`SET` with the `NX` argument", Until: "2.6.12",
	Run: runSetnx,
}

func runSetnx(c *command.Ctx) error {
	key := c.Arg(1)
	if !c.Tx.Edit(key).IsNil() {
		c.Reply.Int(0)
		return nil
	}

	c.Tx.SetString(key, c.Arg(2), 0, "set")

	c.Reply.Int(1)
	return nil
}
