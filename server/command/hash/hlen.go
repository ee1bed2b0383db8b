package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
)

var hlenSpec = &command.Spec{
	Name: "hlen", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports how many fields a hash has.",
	Run:     runHlen,
}

func runHlen(c *command.Ctx) error {
	var h value.Hash
	err := view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}

	c.Reply.Int(int64(h.Len()))
	return nil
}
