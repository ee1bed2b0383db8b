package key

import (
	"redstart/server/command"
	"redstart/storage/table"
)

var typeSpec = &command.Spec{
	Name: "type", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.Generic,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Names the type of a key's value.",
	Run:     runType,
}

func runType(c *command.Ctx) error {
	r := c.Tx.Peek(c.Arg(1))
	if r.IsNil() {
		c.Reply.Simple("none")
		return nil
	}
	c.Reply.Simple(kindNames[r.Kind()])
	return nil
}

var kindNames = [...]string{
	table.KindString: "string",
	table.KindList:   "list",
	table.KindSet:    "set",
	table.KindZSet:   "zset",
	table.KindHash:   "hash",
	table.KindStream: "stream",
}
