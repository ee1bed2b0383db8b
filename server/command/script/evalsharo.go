package script

import "redstart/server/command"

var evalshaRoSpec = &command.Spec{
	Name: "evalsha_ro", Arity: -3,
	Flags: command.ReadOnly | command.NoScript | command.Stale | command.SkipMonitor | command.NoMandatoryKeys | command.Exclusive,
	Keys:  command.KeyCount(2, command.RO|command.AccessValue),
	Group: command.Scripting,
	Since: "7.0.0", Cost: "Depends on the script that is executed.",
	Syntax:    "sha1 numkeys:integer [key...] [arg...]",
	Summary:   "Runs a kept Lua script that changes nothing, by its SHA1 digest.",
	CallFlags: callFlags(flagsOfSHA),
	Run:       runEvalshaRo,
}

// runEvalshaRo is EVALSHA for what changes nothing.
func runEvalshaRo(c *command.Ctx) error { return evalSHA(c, true) }
