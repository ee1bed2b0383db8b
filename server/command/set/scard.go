package set

import (
	"redstart/server/command"
	value "redstart/storage/value/set"
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
	var s value.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}
	c.Reply.Int(int64(s.Len()))
	return nil
}
