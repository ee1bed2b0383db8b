package stream

import "redstart/server/command"

var xackSpec = &command.Spec{
	Name: "xack", Arity: -4,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1) for each message ID processed.",
	Syntax:  "key group id...",
	Summary: "Tells a group that entries have been dealt with.",
	Run:     runXack,
}

func runXack(c *command.Ctx) error {
	key, ids := c.Arg(1), c.Args[3:]
	r, s, err := editRead(c, key)
	if err != nil {
		return err
	}
	if s == nil || s.Group(c.Arg(2)) == nil {
		c.Reply.Int(0)
		return nil
	}
	if err := checkIDs(ids); err != nil {
		return err
	}

	g, n := s.Group(c.Arg(2)), int64(0)
	for _, w := range ids {
		if id, _ := parseID(w, 0); g.Ack(id) {
			n++
		}
	}
	if n > 0 {
		store(c, key, r, s, "")
	}

	c.Reply.Int(n)
	return nil
}
