package list

import "redstart/server/command"

var rpushSpec = &command.Spec{
	Name: "rpush", Arity: -3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Insert),
	Group: command.List,
	Since: "1.0.0", Cost: "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
	Syntax:  "key element...",
	Summary: "Adds elements at the back of a list; a missing key starts empty.",
	History: []command.Change{
		{Since: "2.4.0", What: "Accepts multiple `element` arguments."},
	},
	Run: runRpush,
}

func runRpush(c *command.Ctx) error { return push(c, false, false) }
