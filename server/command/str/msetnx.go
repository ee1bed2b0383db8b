package str

import (
	"redstart/server/command"
)

var msetnxSpec = &command.Spec{
	Name: "msetnx", Arity: -3,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.KeyRange(1, -1, 2, command.OW|command.Insert),
	Group: command.String,
	Since: "1.0.1", Cost: "O(N) where N is the number of keys to set.",
	Syntax:  "data:(key value)...",
	Summary: "Sets several strings at once, or none if any of the keys exists.",
	Run:     runMsetnx,
}

func runMsetnx(c *command.Ctx) error {
	if c.Len()%2 == 0 {
		return command.ErrArity(c.Cmd.FullName)
	}
	for i := 1; i < c.Len(); i += 2 {
		if !c.Tx.Edit(c.Arg(i)).IsNil() {
			c.Reply.Int(0)
			return nil
		}
	}

	setPairs(c)

	c.Reply.Int(1)
	return nil
}
