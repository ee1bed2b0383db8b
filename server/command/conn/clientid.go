package conn

import "redstart/server/command"

var clientIDSpec = &command.Spec{
	Name: "id", Arity: 2,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "5.0.0", Cost: "O(1)",
	Summary: "Reports the number that identifies this connection.",
	Run:     runClientID,
}

func runClientID(c *command.Ctx) error {
	c.Reply.Int(c.Client.ID)
	return nil
}
