package acl

import (
	"redstart/server/acl"
	"redstart/server/command"
)

var aclGetuserSpec = &command.Spec{
	Name: "getuser", Arity: 3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "O(N). Where N is the number of password, command and pattern rules that the user has.",
	Syntax:  "username",
	Summary: "Shows the rules of a user.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added Pub/Sub channel patterns."},
		{Since: "7.0.0", What: "Added selectors and changed the format of key and channel patterns from a list to their rule representation."},
	},
	Secrets: allRules,
	Run:     runAclGetuser,
}

func runAclGetuser(c *command.Ctx) error {
	u := c.Srv.ACL.Get(string(c.Arg(2)))
	if u == nil {
		c.Reply.Null()
		return nil
	}
	rules, w := u.Rules(), c.Reply
	permissions := rules.Permissions()
	w.Map(3 + len(shownParts(permissions[0]))/2)
	w.BulkString("flags")
	flags := rules.Flags()
	w.Set(len(flags))
	for _, f := range flags {
		w.BulkString(f)
	}
	w.BulkString("passwords")
	passwords := rules.Passwords()
	w.Array(len(passwords))
	for _, p := range passwords {
		w.BulkString(p)
	}
	showPermissions(c, permissions[0])
	w.BulkString("selectors")
	w.Array(len(permissions) - 1)
	for _, p := range permissions[1:] {
		w.Map(len(shownParts(p)) / 2)
		showPermissions(c, p)
	}
	return nil
}

func showPermissions(c *command.Ctx, p acl.Permissions) {
	for _, text := range shownParts(p) {
		c.Reply.BulkString(text)
	}
}

// shownParts are names and values: those of Redis, and the stores unless they are all.
func shownParts(p acl.Permissions) []string {
	parts := []string{"commands", p.Commands, "keys", p.Keys, "channels", p.Channels}
	if p.Stores != "" {
		parts = append(parts, "stores", p.Stores)
	}
	return parts
}
