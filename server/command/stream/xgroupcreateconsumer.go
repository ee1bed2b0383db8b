package stream

import "redstart/server/command"

var xgroupCreateconsumerSpec = &command.Spec{
	Name: "createconsumer", Arity: 5,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(2, command.RW|command.Insert),
	Group: command.Stream,
	Since: "6.2.0", Cost: "O(1)",
	Syntax:  "key group consumer",
	Summary: "Makes a consumer of a group.",
	Run:     runXgroupCreateconsumer,
}

func runXgroupCreateconsumer(c *command.Ctx) error {
	r, s, g, err := editGroup(c)
	if err != nil {
		return err
	}

	if g.AddConsumer(c.Arg(4), c.Tx.Now()) == nil {
		c.Reply.Int(0)
		return nil
	}
	store(c, c.Arg(2), r, s, "xgroup-createconsumer")

	c.Reply.Int(1)
	return nil
}
