package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
)

var hexistsSpec = &command.Spec{
	Name: "hexists", Arity: 3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(1)",
	Syntax:  "key field",
	Summary: "Reports whether a hash has a field.",
	Run:     runHexists,
}

func runHexists(c *command.Ctx) error {
	var h value.Hash
	err := view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}

	var n int64
	if _, ok := h.Find(c.Arg(2)); ok {
		n = 1
	}
	c.Reply.Int(n)
	return nil
}
