package set

import (
	"redstart/server/command"
)

var scardSpec = &command.Spec{
	Name: "scard", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.Set,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Counts the members of a set.",
	Run:     runScard,
}

func runScard(c *command.Ctx) error {
	s, err := view(c, c.Arg(1))
	if err != nil {
		return err
	}
	c.Reply.Int(int64(s.Len()))
	return nil
}
