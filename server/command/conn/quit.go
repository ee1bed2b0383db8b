package conn

import (
	"redstart/server/client"
	"redstart/server/command"
)

var quitSpec = &command.Spec{
	Name: "quit", Arity: -1,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast | command.NoAuth | command.AllowBusy,
	Group: command.Connection,
	Since: "1.0.0", Cost: "O(1)",
	Summary:  "Answers OK and closes the connection.",
	Replaced: "just closing the connection", Until: "7.2.0",
	Immediate:    true,
	WhileLimited: true,
	Stateful:     true,
	Run:          runQuit,
}

func runQuit(c *command.Ctx) error {
	c.Reply.OK()
	c.Client.Set(client.CloseAfterReply, true)
	return nil
}
