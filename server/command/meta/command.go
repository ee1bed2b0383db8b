package meta

import "redstart/server/command"

var commandSpec = &command.Spec{
	Name: "command", Arity: -1,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup, ACL: []string{"connection"},
	Tips:  []string{"nondeterministic_output_order"},
	Since: "2.8.13", Cost: "O(N) where N is the total number of Redis commands",
	Summary: "Describes the commands of the server.",
	Subs: []*command.Spec{
		commandCountSpec,
		commandDocsSpec,
		commandGetkeysSpec,
		commandGetkeysandflagsSpec,
		commandHelpSpec,
		commandInfoSpec,
		commandListSpec,
	},
	Run: runCommand,
}

func runCommand(c *command.Ctx) error {
	all := c.Srv.Table.All()

	c.Reply.Array(len(all))
	for _, e := range all {
		writeInfo(c.Reply, e)
	}
	return nil
}
