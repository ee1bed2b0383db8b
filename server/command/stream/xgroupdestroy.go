package stream

import "redstart/server/command"

var xgroupDestroySpec = &command.Spec{
	Name: "destroy", Arity: 4,
	Flags: command.Write,
	Keys:  command.Key(2, command.RW|command.Delete),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(N) where N is the number of entries in the group's pending entries list (PEL).",
	Syntax:  "key group",
	Summary: "Removes a group.",
	Run:     runXgroupDestroy,
}

func runXgroupDestroy(c *command.Ctx) error {
	r, s, err := editStream(c)
	if err != nil {
		return err
	}

	if !s.RemoveGroup(c.Arg(3)) {
		c.Reply.Int(0)
		return nil
	}
	store(c, c.Arg(2), r, s, "xgroup-destroy")

	c.Reply.Int(1)
	return nil
}
