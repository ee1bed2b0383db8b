package stream

import "redstart/server/command"

var xlenSpec = &command.Spec{
	Name: "xlen", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Counts the entries of a stream.",
	Run:     runXlen,
}

func runXlen(c *command.Ctx) error {
	s, err := look(c, c.Arg(1))
	if err != nil {
		return err
	}
	if s == nil {
		c.Reply.Int(0)
		return nil
	}
	c.Reply.Int(int64(s.Len()))
	return nil
}
