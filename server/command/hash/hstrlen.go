package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
)

var hstrlenSpec = &command.Spec{
	Name: "hstrlen", Arity: 3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.Hash,
	Since: "3.2.0", Cost: "O(1)",
	Syntax:  "key field",
	Summary: "Reports how long the value of a field is.",
	Run:     runHstrlen,
}

func runHstrlen(c *command.Ctx) error {
	var h value.Hash
	err := view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}

	f, ok := h.Find(c.Arg(2))
	if !ok {
		c.Reply.Int(0)
		return nil
	}
	c.Reply.Int(int64(f.Value.Len()))
	return nil
}
