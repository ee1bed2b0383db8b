package stream

import "redstart/server/command"

var xgroupHelpSpec = &command.Spec{
	Name: "help", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Summary: "Lists the subcommands.",
	Run:     runXgroupHelp,
}

func runXgroupHelp(c *command.Ctx) error {
	c.Help(
		"CREATE <key> <groupname> <id|$> [option]",
		"    Create a new consumer group. Options are:",
		"    * MKSTREAM",
		"      Create the empty stream if it does not exist.",
		"    * ENTRIESREAD entries_read",
		"      Set the group's entries_read counter (internal use).",
		"CREATECONSUMER <key> <groupname> <consumer>",
		"    Create a new consumer in the specified group.",
		"DELCONSUMER <key> <groupname> <consumer>",
		"    Remove the specified consumer.",
		"DESTROY <key> <groupname>",
		"    Remove the specified group.",
		"SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
		"    Set the current group ID and entries_read counter.",
	)
	return nil
}
