package script

import "redstart/server/command"

var evalSpec = &command.Spec{
	Name: "eval", Arity: -3,
	Flags: command.NoScript | command.Stale | command.SkipMonitor | command.NoMandatoryKeys | command.Exclusive | command.MayChange,
	Keys:  command.Noted("We cannot tell how the keys will be used so we assume the worst, RW and UPDATE", command.KeyCount(2, command.RW|command.AccessValue|command.Update)),
	Group: command.Scripting,
	Since: "2.6.0", Cost: "Depends on the script that is executed.",
	Syntax:    "script numkeys:integer [key...] [arg...]",
	Summary:   "Runs a Lua script.",
	CallFlags: callFlags(flagsOfBody),
	Run:       runEval,
}

// runEval runs the script in its first argument.
func runEval(c *command.Ctx) error { return eval(c, false) }
