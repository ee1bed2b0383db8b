package conf

import "redstart/server/command"

var configHelpSpec = &command.Spec{
	Name: "help", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "5.0.0", Cost: "O(1)",
	Summary: "Lists the subcommands.",
	Run:     runConfigHelp,
}

func runConfigHelp(c *command.Ctx) error {
	c.Help(
		"GET <pattern>",
		"    Return parameters matching the glob-like <pattern> and their values.",
		"SET <directive> <value>",
		"    Set the configuration <directive> to <value>.",
		"RESETSTAT",
		"    Reset statistics reported by the INFO command.",
		"REWRITE",
		"    Rewrite the configuration file.",
	)
	return nil
}
