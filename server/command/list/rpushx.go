package list

import "redstart/server/command"

var rpushxSpec = &command.Spec{
	Name: "rpushx", Arity: -3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Insert),
	Group: command.List,
	Since: "2.2.0", Cost: "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
	Syntax:  "key element...",
	Summary: "Adds elements at the back of a list that exists.",
	History: []command.Change{
		{Since: "4.0.0", What: "Accepts multiple `element` arguments."},
	},
	Run: runRpushx,
}

func runRpushx(c *command.Ctx) error { return push(c, false, true) }
