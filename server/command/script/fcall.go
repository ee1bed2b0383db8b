package script

import "redstart/server/command"

var fcallSpec = &command.Spec{
	Name: "fcall", Arity: -3,
	Flags: command.NoScript | command.Stale | command.SkipMonitor | command.NoMandatoryKeys | command.Exclusive | command.MayChange,
	Keys:  command.Noted("We cannot tell how the keys will be used so we assume the worst, RW and UPDATE", command.KeyCount(2, command.RW|command.AccessValue|command.Update)),
	Group: command.Scripting,
	Since: "7.0.0", Cost: "Depends on the function that is executed.",
	Syntax:    "function numkeys:integer [key...] [arg...]",
	Summary:   "Calls a function of a library.",
	CallFlags: callFlags(flagsOfFunction),
	Run:       runFcall,
}

// runFcall calls the function that its first argument names.
func runFcall(c *command.Ctx) error { return fcall(c, false) }
