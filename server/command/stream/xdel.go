package stream

import "redstart/server/command"

var xdelSpec = &command.Spec{
	Name: "xdel", Arity: -3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1) for each single item to delete in the stream, regardless of the stream size.",
	Syntax:  "key id...",
	Summary: "Removes entries by their IDs.",
	Run:     runXdel,
}

func runXdel(c *command.Ctx) error {
	key, ids := c.Arg(1), c.Args[2:]
	r, s, err := edit(c, key)
	if err != nil {
		return err
	}
	if s == nil {
		c.Reply.Int(0)
		return nil
	}
	if err := checkIDs(ids); err != nil {
		return err
	}

	n := int64(0)
	for _, w := range ids {
		if id, _ := parseID(w, 0); s.Delete(id) {
			n++
		}
	}
	if n > 0 {
		store(c, key, r, s, "xdel")
	}

	c.Reply.Int(n)
	return nil
}
