package script

import "redstart/server/command"

var evalRoSpec = &command.Spec{
	Name: "eval_ro", Arity: -3,
	Flags: command.ReadOnly | command.NoScript | command.Stale | command.SkipMonitor | command.NoMandatoryKeys | command.Exclusive,
	Keys:  command.Noted("We cannot tell how the keys will be used so we assume the worst, RO and ACCESS", command.KeyCount(2, command.RO|command.AccessValue)),
	Group: command.Scripting,
	Since: "7.0.0", Cost: "Depends on the script that is executed.",
	Syntax:    "script numkeys:integer [key...] [arg...]",
	Summary:   "Runs a Lua script that changes nothing.",
	CallFlags: callFlags(flagsOfBody),
	Run:       runEvalRo,
}

// runEvalRo is EVAL for what changes nothing.
func runEvalRo(c *command.Ctx) error { return eval(c, true) }
