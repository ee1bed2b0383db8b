// Package conf is the CONFIG command. What the directives are and how they change is the service config's.
package conf

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{configSpec}

var configSpec = &command.Spec{
	Name: "config", Arity: -2,
	Group: command.ServerGroup,
	Since: "2.0.0", Cost: "Depends on subcommand.",
	Summary: "Commands that read and change the configuration.",
	Subs: []*command.Spec{
		configGetSpec,
		configHelpSpec,
		configResetstatSpec,
		configRewriteSpec,
		configSetSpec,
	},
}
