package script

import "redstart/server/command"

var fcallRoSpec = &command.Spec{
	Name: "fcall_ro", Arity: -3,
	Flags: command.ReadOnly | command.NoScript | command.Stale | command.SkipMonitor | command.NoMandatoryKeys | command.Exclusive,
	Keys:  command.Noted("We cannot tell how the keys will be used so we assume the worst, RO and ACCESS", command.KeyCount(2, command.RO|command.AccessValue)),
	Group: command.Scripting,
	Since: "7.0.0", Cost: "Depends on the function that is executed.",
	Syntax:    "function numkeys:integer [key...] [arg...]",
	Summary:   "Calls a function that changes nothing.",
	CallFlags: callFlags(flagsOfFunction),
	Run:       runFcallRo,
}

// runFcallRo is FCALL for what changes nothing.
func runFcallRo(c *command.Ctx) error { return fcall(c, true) }
