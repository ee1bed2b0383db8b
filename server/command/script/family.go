// Package script holds the commands on Lua scripts and functions.
package script

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	evalSpec,
	evalRoSpec,
	evalshaSpec,
	evalshaRoSpec,
	fcallSpec,
	fcallRoSpec,
	functionSpec,
	scriptSpec,
}

var functionSpec = &command.Spec{
	Name: "function", Arity: -2,
	Group: command.Scripting,
	Since: "7.0.0", Cost: "Depends on subcommand.",
	Summary: "Keeps libraries of functions.",
	Subs: []*command.Spec{
		functionDeleteSpec,
		functionDumpSpec,
		functionFlushSpec,
		functionHelpSpec,
		functionKillSpec,
		functionListSpec,
		functionLoadSpec,
		functionRestoreSpec,
		functionStatsSpec,
	},
}

var scriptSpec = &command.Spec{
	Name: "script", Arity: -2,
	Group: command.Scripting,
	Since: "2.6.0", Cost: "Depends on subcommand.",
	Summary: "Keeps scripts.",
	Subs: []*command.Spec{
		scriptDebugSpec,
		scriptExistsSpec,
		scriptFlushSpec,
		scriptHelpSpec,
		scriptKillSpec,
		scriptLoadSpec,
	},
}
