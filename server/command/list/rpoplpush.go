package list

import "redstart/server/command"

var rpoplpushSpec = &command.Spec{
	Name: "rpoplpush", Arity: 3,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.RW|command.AccessValue|command.Delete),
		command.Key(2, command.RW|command.Insert),
	),
	Group: command.List,
	Since: "1.2.0", Cost: "O(1)",
	Syntax:   "source:key destination:key#1",
	Summary:  "Moves the last element of a list to the front of another or the same.",
	Replaced: "`LMOVE` with the `RIGHT` and `LEFT` arguments", Until: "6.2.0",
	Run: runRpoplpush,
}

func runRpoplpush(c *command.Ctx) error {
	found, err := move(c, false, true)
	if err != nil || found {
		return err
	}
	c.Reply.Null()
	return nil
}
