package script

import "redstart/server/command"

var functionFlushSpec = &command.Spec{
	Name: "flush", Arity: -2,
	Flags: command.Write | command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "7.0.0", Cost: "O(N) where N is the number of functions deleted",
	Syntax:  "[flush-type:(ASYNC | SYNC)]",
	Summary: "Deletes all libraries.",
	Reach:   command.WholeServer,
	Run:     runFunctionFlush,
}

func runFunctionFlush(c *command.Ctx) error {
	if err := flushMode(c, command.ErrFunctionFlush); err != nil {
		return err
	}

	c.Srv.Scripts.FlushLibraries()
	c.Tx.Bump()

	c.Reply.OK()
	return nil
}
