package key

import (
	"redstart/server/command"
)

var expireatSpec = &command.Spec{
	Name: "expireat", Arity: -3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Generic,
	Since: "1.2.0", Cost: "O(1)",
	Syntax:  "key unix-time-seconds:unix-time [condition:(NX | XX | GT | LT)@7.0.0]",
	Summary: "Sets the second of Unix time at which a key expires.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added options: `NX`, `XX`, `GT` and `LT`."},
	},
	Run: runExpireat,
}

func runExpireat(c *command.Ctx) error { return expire(c, command.UnixSeconds) }
