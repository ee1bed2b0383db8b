package acl

import (
	"slices"
	"strings"

	"redstart/server/command"
)

var aclCatSpec = &command.Spec{
	Name: "cat", Arity: -2,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "O(1) since the categories and commands are a fixed set.",
	Syntax:  "[category]",
	Summary: "Lists the categories, or the commands of one.",
	Run:     runAclCat,
}

func runAclCat(c *command.Ctx) error {
	switch c.Len() {
	case 2:
		names := command.CategoryNames()
		c.Reply.Array(len(names))
		for _, n := range names {
			c.Reply.BulkString(n)
		}
	case 3:
		category := strings.ToLower(string(c.Arg(2)))
		if !slices.Contains(command.CategoryNames(), category) {
			return command.ErrCategory(c.Arg(2))
		}
		var names []string
		c.Srv.Table.Each(func(e *command.Entry) {
			if slices.Contains(e.Categories(nil), category) {
				names = append(names, e.FullName)
			}
		})
		c.Reply.Array(len(names))
		for _, n := range names {
			c.Reply.BulkString(n)
		}
	default:
		return command.ErrSubSyntax("acl", c.Arg(1))
	}
	return nil
}
