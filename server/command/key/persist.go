package key

import (
	"redstart/server/command"
)

var persistSpec = &command.Spec{
	Name: "persist", Arity: 2,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Generic,
	Since: "2.2.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Removes a key's time to live.",
	Run:     runPersist,
}

func runPersist(c *command.Ctx) error {
	key := c.Arg(1)
	r := c.Tx.Edit(key)
	if r.IsNil() || r.ExpireAt() == 0 {
		c.Reply.Int(0)
		return nil
	}

	c.Tx.SetExpire(key, 0, "persist")

	c.Reply.Int(1)
	return nil
}
