package acl

import (
	"redstart/server/command"
	"redstart/server/config"
)

var aclSaveSpec = &command.Spec{
	Name: "save", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale | command.NoGate, // the disk may be slow
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "6.0.0", Cost: "O(N). Where N is the number of configured users.",
	Summary: "Writes the users to their file.",
	Run:     runAclSave,
}

func runAclSave(c *command.Ctx) error {
	if c.Srv.Config.String(config.ACLFile) == "" {
		return command.ErrNoACLFile
	}
	if err := c.Srv.ACL.Save(c.Srv.Config.Path(config.ACLFile)); err != nil {
		c.Srv.Control.Note("the users cannot be saved: " + err.Error())
		return command.ErrACLSave
	}
	c.Reply.OK()
	return nil
}
