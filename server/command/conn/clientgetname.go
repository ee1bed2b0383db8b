package conn

import "redstart/server/command"

var clientGetnameSpec = &command.Spec{
	Name: "getname", Arity: 2,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "2.6.9", Cost: "O(1)",
	Summary: "Reports the name of this connection.",
	Run:     runClientGetname,
}

func runClientGetname(c *command.Ctx) error {
	if name := c.Client.Name(); name != "" {
		c.Reply.BulkString(name)
	} else {
		c.Reply.Null()
	}
	return nil
}
