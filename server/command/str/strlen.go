package str

import (
	"redstart/server/command"
)

var strlenSpec = &command.Spec{
	Name: "strlen", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.String,
	Since: "2.2.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports how long a string is.",
	Run:     runStrlen,
}

func runStrlen(c *command.Ctx) error {
	r, err := c.Tx.String(c.Arg(1))
	if err != nil {
		return err
	}

	if r.IsNil() {
		c.Reply.Int(0)
		return nil
	}
	c.Reply.Int(int64(len(r.Value())))
	return nil
}
