package str

import (
	"redstart/server/command"
)

var decrSpec = &command.Spec{
	Name: "decr", Arity: 2,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.String,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Subtracts one from the integer in a key.",
	Run:     runDecr,
}

func runDecr(c *command.Ctx) error {
	return add(c, -1)
}
