package str

import (
	"redstart/server/command"
)

var incrbySpec = &command.Spec{
	Name: "incrby", Arity: 3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.String,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key increment:integer",
	Summary: "Adds a number to the integer in a key.",
	Run:     runIncrby,
}

func runIncrby(c *command.Ctx) error {
	n, err := c.Int(2)
	if err != nil {
		return err
	}
	return add(c, n)
}
