package script

import "redstart/server/command"

var scriptDebugSpec = &command.Spec{
	Name: "debug", Arity: 3,
	Flags: command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Since: "3.2.0", Cost: "O(1)",
	Syntax:  "mode:(YES | SYNC | NO)",
	Summary: "Sets the debug mode for scripts.",
	Run:     runScriptDebug,
}

// runScriptDebug knows the modes; there is no debugger, so only NO does anything: nothing.
func runScriptDebug(c *command.Ctx) error {
	switch {
	case command.Fold(c.Arg(2), "NO"):
	case command.Fold(c.Arg(2), "YES"), command.Fold(c.Arg(2), "SYNC"):
		return command.ErrNoDebugger
	default:
		return command.ErrScriptDebug
	}
	c.Reply.OK()
	return nil
}
