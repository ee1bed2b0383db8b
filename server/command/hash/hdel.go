package hash

import "redstart/server/command"

var hdelSpec = &command.Spec{
	Name: "hdel", Arity: -3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(N) where N is the number of fields to be removed.",
	Syntax:  "key field...",
	Summary: "Removes fields of a hash, and the key with the last one.",
	History: []command.Change{
		{Since: "2.4.0", What: "Accepts multiple `field` arguments."},
	},
	Run: runHdel,
}

func runHdel(c *command.Ctx) error {
	key := c.Arg(1)
	var h edited
	err := edit(c, key, &h)
	if err != nil {
		return err
	}

	var n int64
	for _, name := range c.Args[2:] {
		if f, ok := h.Find(name); ok {
			h.Remove(f)
			n++
		}
	}
	if n > 0 {
		h.storeLess(c, key)
	}

	c.Reply.Int(n)
	return nil
}
