package script

import "redstart/server/command"

var functionLoadSpec = &command.Spec{
	Name: "load", Arity: -3,
	Flags: command.Write | command.DenyOOM | command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "7.0.0", Cost: "O(1) (considering compilation time is redundant)",
	Syntax:  "[REPLACE] function-code",
	Summary: "Makes a library.",
	Reach:   command.WholeServer,
	Run:     runFunctionLoad,
}

func runFunctionLoad(c *command.Ctx) error {
	replace := false
	for _, word := range c.Args[2 : c.Len()-1] {
		if !command.Fold(word, "REPLACE") {
			return command.ErrFunctionOption(word)
		}
		replace = true
	}

	name, err := c.Srv.Scripts.LoadLibrary(c.Arg(c.Len()-1), replace)
	if err != nil {
		return command.ErrScript(err)
	}
	c.Tx.Bump()

	c.Reply.BulkString(name)
	return nil
}
