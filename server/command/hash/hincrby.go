package hash

import (
	"redstart/resp"
	"redstart/server/command"
)

var hincrbySpec = &command.Spec{
	Name: "hincrby", Arity: 4,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(1)",
	Syntax:  "key field increment:integer",
	Summary: "Adds an integer to the value of a field; a missing one counts as 0.",
	Run:     runHincrby,
}

func runHincrby(c *command.Ctx) error {
	key, name := c.Arg(1), c.Arg(2)
	by, err := c.Int(3)
	if err != nil {
		return err
	}
	var h edited
	err = edit(c, key, &h)
	if err != nil {
		return err
	}
	f, found := h.Find(name)
	n := f.Value.Int
	if found && f.Value.Bytes != nil {
		var ok bool
		if n, ok = resp.ParseInt(f.Value.Bytes); !ok {
			return command.ErrHashInt
		}
	}
	sum := n + by
	if (sum > n) != (by > 0) && by != 0 {
		return command.ErrOverflow
	}

	h.Put(f, name, c.Digits(sum))
	h.store(c, key, "hincrby")

	c.Reply.Int(sum)
	return nil
}
