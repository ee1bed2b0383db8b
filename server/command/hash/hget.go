package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
)

var hgetSpec = &command.Spec{
	Name: "hget", Arity: 3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(1)",
	Syntax:  "key field",
	Summary: "Reads the value of a field.",
	Run:     runHget,
}

func runHget(c *command.Ctx) error {
	var h value.Hash
	err := view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}

	replyField(c, &h, c.Arg(2))
	return nil
}
