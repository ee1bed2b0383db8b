package acl

import (
	"redstart/server/acl"
	"redstart/server/command"
)

var aclDeluserSpec = &command.Spec{
	Name: "deluser", Arity: -3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "6.0.0", Cost: "O(1) amortized time considering the typical user.",
	Syntax:  "username...",
	Summary: "Deletes users and ends their connections.",
	Secrets: allRules,
	Run:     runAclDeluser,
}

func runAclDeluser(c *command.Ctx) error {
	for _, name := range c.Args[2:] {
		if string(name) == acl.DefaultUser {
			return command.ErrDefaultUser
		}
	}
	deleted := 0
	for _, name := range c.Args[2:] {
		if u := c.Srv.ACL.Delete(string(name)); u != nil {
			deleted++
			dismiss(c, u)
		}
	}
	c.Reply.Int(int64(deleted))
	return nil
}
