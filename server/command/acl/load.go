package acl

import (
	"redstart/server/command"
	"redstart/server/config"
)

var aclLoadSpec = &command.Spec{
	Name: "load", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale | command.NoGate, // the disk may be slow
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "O(N). Where N is the number of configured users.",
	Summary: "Reads the users anew from their file.",
	Run:     runAclLoad,
}

func runAclLoad(c *command.Ctx) error {
	file := c.Srv.Config.String(config.ACLFile)
	if file == "" {
		return command.ErrNoACLFile
	}

	change, err := c.Srv.ACL.Load(c.Srv.Config.Path(config.ACLFile), file)
	if err != nil {
		return command.ErrUsersFile(err)
	}
	for _, u := range change.Gone {
		dismiss(c, u)
	}
	for _, u := range change.Lost {
		silence(c, u)
	}

	c.Reply.OK()
	return nil
}
