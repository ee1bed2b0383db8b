package key

import (
	"redstart/server/command"
)

var pexpireSpec = &command.Spec{
	Name: "pexpire", Arity: -3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Generic,
	Since: "2.6.0", Cost: "O(1)",
	Syntax:  "key milliseconds:integer [condition:(NX | XX | GT | LT)@7.0.0]",
	Summary: "Sets a key's time to live in milliseconds.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added options: `NX`, `XX`, `GT` and `LT`."},
	},
	Run: runPexpire,
}

func runPexpire(c *command.Ctx) error { return expire(c, command.Milliseconds) }
