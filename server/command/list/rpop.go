package list

import "redstart/server/command"

var rpopSpec = &command.Spec{
	Name: "rpop", Arity: -2,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Delete),
	Group: command.List,
	Since: "1.0.0", Cost: "O(N) where N is the number of elements returned",
	Syntax:  "key [count:integer@6.2.0]",
	Summary: "Pops elements from the back of a list.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `count` argument."},
	},
	Run: runRpop,
}

func runRpop(c *command.Ctx) error { return pop(c, false) }
