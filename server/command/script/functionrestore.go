package script

import (
	"redstart/server/command"
	"redstart/server/script"
)

var functionRestoreSpec = &command.Spec{
	Name: "restore", Arity: -3,
	Flags: command.Write | command.DenyOOM | command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "7.0.0", Cost: "O(N) where N is the number of functions on the payload",
	Syntax:  "serialized-value [policy:(FLUSH | APPEND | REPLACE)]",
	Summary: "Brings back the libraries of a FUNCTION DUMP.",
	Reach:   command.WholeServer,
	Run:     runFunctionRestore,
}

func runFunctionRestore(c *command.Ctx) error {
	if c.Len() > 4 {
		return command.ErrSubSyntax("function", []byte("restore"))
	}
	policy := script.Append
	if c.Len() == 4 {
		switch {
		case command.Fold(c.Arg(3), "FLUSH"):
			policy = script.FlushFirst
		case command.Fold(c.Arg(3), "APPEND"):
		case command.Fold(c.Arg(3), "REPLACE"):
			policy = script.Replace
		default:
			return command.ErrRestorePolicy
		}
	}

	if err := c.Srv.Scripts.Restore(c.Arg(2), policy); err != nil {
		return command.ErrScript(err)
	}
	c.Tx.Bump()

	c.Reply.OK()
	return nil
}
