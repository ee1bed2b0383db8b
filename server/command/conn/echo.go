package conn

import "redstart/server/command"

var echoSpec = &command.Spec{
	Name: "echo", Arity: 2,
	Flags: command.Loading | command.Stale | command.Fast,
	Group: command.Connection,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "message",
	Summary: "Answers with its argument.",
	Run:     runEcho,
}

func runEcho(c *command.Ctx) error {
	c.Reply.Bulk(c.Arg(1))
	return nil
}
