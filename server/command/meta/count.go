package meta

import "redstart/server/command"

var commandCountSpec = &command.Spec{
	Name: "count", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup, ACL: []string{"connection"},
	Since: "2.8.13", Cost: "O(1)",
	Summary: "Counts the commands.",
	Run:     runCommandCount,
}

func runCommandCount(c *command.Ctx) error {
	c.Reply.Int(int64(len(c.Srv.Table.All())))
	return nil
}
