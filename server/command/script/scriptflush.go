package script

import "redstart/server/command"

var scriptFlushSpec = &command.Spec{
	Name: "flush", Arity: -2,
	Flags: command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "2.6.0", Cost: "O(N) with N being the number of scripts in cache",
	Syntax:  "[flush-type:(ASYNC | SYNC)@6.2.0]",
	Summary: "Forgets all kept scripts.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `ASYNC` and `SYNC` flushing mode modifiers."},
	},
	Reach: command.WholeServer,
	Run:   runScriptFlush,
}

func runScriptFlush(c *command.Ctx) error {
	if err := flushMode(c, command.ErrScriptFlush); err != nil {
		return err
	}

	c.Srv.Scripts.Flush()

	c.Reply.OK()
	return nil
}

// flushMode checks the words behind FLUSH, which make no difference.
func flushMode(c *command.Ctx, wrong error) error {
	if c.Len() > 3 || c.Len() == 3 && !command.Fold(c.Arg(2), "SYNC") && !command.Fold(c.Arg(2), "ASYNC") {
		return wrong
	}
	return nil
}
