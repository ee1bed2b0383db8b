package hash

import "redstart/server/command"

var hpexpiretimeSpec = &command.Spec{
	Name: "hpexpiretime", Arity: -5,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Hash,
	Since: "7.4.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key FIELDS (numfields:integer field...)",
	Summary: "Reports the milliseconds of Unix time at which fields expire.",
	Run:     runHpexpiretime,
}

func runHpexpiretime(c *command.Ctx) error { return showTimes(c, command.UnixMilliseconds) }
