package stream

import "redstart/server/command"

var xgroupDelconsumerSpec = &command.Spec{
	Name: "delconsumer", Arity: 5,
	Flags: command.Write,
	Keys:  command.Key(2, command.RW|command.Delete),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  "key group consumer",
	Summary: "Removes a consumer of a group, with what is pending at it.",
	Run:     runXgroupDelconsumer,
}

func runXgroupDelconsumer(c *command.Ctx) error {
	r, s, g, err := editGroup(c)
	if err != nil {
		return err
	}

	pending, ok := g.RemoveConsumer(c.Arg(4))
	if ok {
		store(c, c.Arg(2), r, s, "xgroup-delconsumer")
	}

	c.Reply.Int(int64(pending))
	return nil
}
