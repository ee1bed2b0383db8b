package conf

import "redstart/server/command"

var configGetSpec = &command.Spec{
	Name: "get", Arity: -3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "2.0.0", Cost: "O(N) when N is the number of configuration parameters provided",
	Syntax:  "parameter...",
	Summary: "Reads the directives whose names match.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the ability to pass multiple pattern parameters in one call"},
	},
	Run: runConfigGet,
}

func runConfigGet(c *command.Ctx) error {
	patterns := make([]string, 0, c.Len()-2)
	for _, a := range c.Args[2:] {
		patterns = append(patterns, string(a))
	}

	pairs := c.Srv.Config.Get(patterns...)

	c.Reply.Map(len(pairs))
	for _, p := range pairs {
		c.Reply.BulkString(p.Name)
		c.Reply.BulkString(p.Value)
	}
	return nil
}
