package hash

import "redstart/server/command"

var hsetnxSpec = &command.Spec{
	Name: "hsetnx", Arity: 4,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Insert),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(1)",
	Syntax:  "key field value",
	Summary: "Sets a field of a hash if it has none of that name.",
	Run:     runHsetnx,
}

func runHsetnx(c *command.Ctx) error {
	key, name := c.Arg(1), c.Arg(2)
	var h edited
	err := edit(c, key, &h)
	if err != nil {
		return err
	}
	f, found := h.Find(name)
	if found {
		c.Reply.Int(0)
		return nil
	}

	h.Put(f, name, c.Arg(3))
	h.store(c, key, "hset")

	c.Reply.Int(1)
	return nil
}
