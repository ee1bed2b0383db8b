package set

import (
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var smismemberSpec = &command.Spec{
	Name: "smismember", Arity: -3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Set,
	Since: "6.2.0", Cost: "O(N) where N is the number of elements being checked for membership",
	Syntax:  "key member...",
	Summary: "Reports of each of several members whether a set has it.",
	Run:     runSmismember,
}

func runSmismember(c *command.Ctx) error {
	var s value.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}
	c.Reply.Array(c.Len() - 2)
	for _, member := range c.Args[2:] {
		c.Reply.Int(flag(s.Has(pack.Parse(member))))
	}
	return nil
}
