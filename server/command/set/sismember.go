package set

import (
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var sismemberSpec = &command.Spec{
	Name: "sismember", Arity: 3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.Set,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key member",
	Summary: "Reports whether a set has a member.",
	Run:     runSismember,
}

func runSismember(c *command.Ctx) error {
	var s value.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}
	c.Reply.Int(flag(s.Has(pack.Parse(c.Arg(2)))))
	return nil
}
