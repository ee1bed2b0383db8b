package acl

import "redstart/server/command"

var aclUsersSpec = &command.Spec{
	Name: "users", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "O(N). Where N is the number of configured users.",
	Summary: "Lists the names of all users.",
	Run:     runAclUsers,
}

func runAclUsers(c *command.Ctx) error {
	users := c.Srv.ACL.Users()
	c.Reply.Array(len(users))
	for _, u := range users {
		c.Reply.BulkString(u.Name())
	}
	return nil
}
