package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
)

var hmgetSpec = &command.Spec{
	Name: "hmget", Arity: -3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(N) where N is the number of fields being requested.",
	Syntax:  "key field...",
	Summary: "Reads the values of several fields.",
	Run:     runHmget,
}

func runHmget(c *command.Ctx) error {
	var h value.Hash
	err := view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}

	c.Reply.Array(c.Len() - 2)
	for _, name := range c.Args[2:] {
		replyField(c, &h, name)
	}
	return nil
}
