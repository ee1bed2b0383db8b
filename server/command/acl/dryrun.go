package acl

import (
	"fmt"

	"redstart/server/acl"
	"redstart/server/command"
)

var aclDryrunSpec = &command.Spec{
	Name: "dryrun", Arity: -4,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "7.0.0", Cost: "O(1).",
	Syntax:  "username command [arg...]",
	Summary: "Tells whether a user may run a command, without running it.",
	Run:     runAclDryrun,
}

func runAclDryrun(c *command.Ctx) error {
	u := c.Srv.ACL.Get(string(c.Arg(2)))
	if u == nil {
		return command.ErrUserNotFound(c.Arg(2))
	}
	args := c.Args[3:]
	cmd := c.Srv.Table.Lookup(args[0])
	if cmd != nil && cmd.Subs != nil && len(args) > 1 {
		cmd = cmd.Sub(args[1])
	}
	if cmd == nil {
		return command.ErrCommandNotFound(args[0])
	}
	if cmd.Run == nil || cmd.Arity > 0 && len(args) != cmd.Arity || len(args) < -cmd.Arity {
		return command.ErrArity(cmd.FullName)
	}

	var p command.Permission
	q := p.Of(cmd, args, c.Tx.DB())
	why, pos := u.Rules().Check(c.Srv.ACL.Catalog(), q)

	switch why {
	case acl.None:
		c.Reply.OK()
	case acl.ByCommand:
		c.Reply.BulkString(fmt.Sprintf("User %s has no permissions to run the '%s' command", u.Name(), cmd.FullName))
	case acl.ByStore:
		name := string(args[pos])
		if pos == 0 {
			name = c.Srv.Stores.NameOf(q.Selected)
		}
		c.Reply.BulkString(fmt.Sprintf("User %s has no permissions to access the '%s' %s", u.Name(), name, why))
	default:
		c.Reply.BulkString(fmt.Sprintf("User %s has no permissions to access the '%s' %s", u.Name(), args[pos], why))
	}
	return nil
}
