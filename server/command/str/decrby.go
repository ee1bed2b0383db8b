package str

import (
	"math"

	"redstart/server/command"
)

var decrbySpec = &command.Spec{
	Name: "decrby", Arity: 3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.String,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key decrement:integer",
	Summary: "Subtracts a number from the integer in a key.",
	Run:     runDecrby,
}

func runDecrby(c *command.Ctx) error {
	n, err := c.Int(2)
	if err != nil {
		return err
	}
	if n == math.MinInt64 {
		return command.ErrDecrement
	}
	return add(c, -n)
}
