package acl

import "redstart/server/command"

var aclWhoamiSpec = &command.Spec{
	Name: "whoami", Arity: 2,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "O(1)",
	Summary: "Tells which user the connection acts as.",
	Run:     runAclWhoami,
}

func runAclWhoami(c *command.Ctx) error {
	c.Reply.BulkString(c.Client.User())
	return nil
}
