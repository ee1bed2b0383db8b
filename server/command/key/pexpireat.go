package key

import (
	"redstart/server/command"
)

var pexpireatSpec = &command.Spec{
	Name: "pexpireat", Arity: -3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Generic,
	Since: "2.6.0", Cost: "O(1)",
	Syntax:  "key unix-time-milliseconds:unix-time [condition:(NX | XX | GT | LT)@7.0.0]",
	Summary: "Sets the millisecond of Unix time at which a key expires.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added options: `NX`, `XX`, `GT` and `LT`."},
	},
	Run: runPexpireat,
}

func runPexpireat(c *command.Ctx) error { return expire(c, command.UnixMilliseconds) }
