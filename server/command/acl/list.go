package acl

import "redstart/server/command"

var aclListSpec = &command.Spec{
	Name: "list", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "O(N). Where N is the number of configured users.",
	Summary: "Shows all users as the lines of a file.",
	Run:     runAclList,
}

func runAclList(c *command.Ctx) error {
	lines := c.Srv.ACL.Lines()
	c.Reply.Array(len(lines))
	for _, l := range lines {
		c.Reply.BulkString(l)
	}
	return nil
}
