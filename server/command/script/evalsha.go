package script

import "redstart/server/command"

var evalshaSpec = &command.Spec{
	Name: "evalsha", Arity: -3,
	Flags: command.NoScript | command.Stale | command.SkipMonitor | command.NoMandatoryKeys | command.Exclusive | command.MayChange,
	Keys:  command.KeyCount(2, command.RW|command.AccessValue|command.Update),
	Group: command.Scripting,
	Since: "2.6.0", Cost: "Depends on the script that is executed.",
	Syntax:    "sha1 numkeys:integer [key...] [arg...]",
	Summary:   "Runs a kept Lua script by its SHA1 digest.",
	CallFlags: callFlags(flagsOfSHA),
	Run:       runEvalsha,
}

// runEvalsha runs the script with the digest in its first argument.
func runEvalsha(c *command.Ctx) error { return evalSHA(c, false) }
