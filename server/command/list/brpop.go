package list

import "redstart/server/command"

var brpopSpec = &command.Spec{
	Name: "brpop", Arity: -3,
	Flags: command.Write | command.Blocking,
	Keys:  command.KeyRange(1, -2, 1, command.RW|command.AccessValue|command.Delete),
	Group: command.List,
	Since: "2.0.0", Cost: "O(N) where N is the number of provided keys.",
	Syntax:  "key... timeout:double",
	Summary: "Pops the last element of the first of several lists that has any, or waits for one.",
	History: []command.Change{
		{Since: "6.0.0", What: "`timeout` is interpreted as a double instead of an integer."},
	},
	Run: runBrpop,
}

func runBrpop(c *command.Ctx) error { return blockingPop(c, false) }
