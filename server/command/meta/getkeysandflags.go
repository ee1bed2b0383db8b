package meta

import "redstart/server/command"

var commandGetkeysandflagsSpec = &command.Spec{
	Name: "getkeysandflags", Arity: -3,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup, ACL: []string{"connection"},
	Since: "7.0.0", Cost: "O(N) where N is the number of arguments to the command",
	Syntax:  "command [arg...]",
	Summary: "Finds the keys in a command line, and what the command does to each.",
	Run:     runCommandGetkeysandflags,
}

func runCommandGetkeysandflags(c *command.Ctx) error {
	found, err := findKeys(c)
	if err != nil {
		return err
	}

	c.Reply.Array(len(found))
	for _, k := range found {
		c.Reply.Array(2)
		c.Reply.Bulk(c.Args[2+k.Pos])
		writeNames(c.Reply, "", k.Access.Names(nil))
	}
	return nil
}
