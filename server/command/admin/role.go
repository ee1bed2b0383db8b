package admin

import "redstart/server/command"

var roleSpec = &command.Spec{
	Name: "role", Arity: 1,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast,
	Group: command.ServerGroup, ACL: []string{"admin", "dangerous"},
	Since: "2.8.12", Cost: "O(1)",
	Summary: "Reports the server's part in replication.",
	Run:     runRole,
}

// runRole answers as a primary without replicas: its offset, and nobody.
func runRole(c *command.Ctx) error {
	c.Reply.Array(3)
	c.Reply.BulkString("master")
	c.Reply.Int(0)
	c.Reply.Array(0)
	return nil
}
