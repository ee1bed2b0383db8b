package stream

import "redstart/server/command"

var xinfoHelpSpec = &command.Spec{
	Name: "help", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Summary: "Lists the subcommands.",
	Run:     runXinfoHelp,
}

func runXinfoHelp(c *command.Ctx) error {
	c.Help(
		"CONSUMERS <key> <groupname>",
		"    Show consumers of <groupname>.",
		"GROUPS <key>",
		"    Show the stream consumer groups.",
		"STREAM <key> [FULL [COUNT <count>]",
		"    Show information about the stream.",
	)
	return nil
}
