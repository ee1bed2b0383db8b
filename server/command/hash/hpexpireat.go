package hash

import "redstart/server/command"

var hpexpireatSpec = &command.Spec{
	Name: "hpexpireat", Arity: -6,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Hash,
	Since: "7.4.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key unix-time-milliseconds:unix-time [condition:(NX | XX | GT | LT)] FIELDS (numfields:integer field...)",
	Summary: "Sets the millisecond of Unix time at which fields expire.",
	Run:     runHpexpireat,
}

func runHpexpireat(c *command.Ctx) error { return expire(c, command.UnixMilliseconds) }
