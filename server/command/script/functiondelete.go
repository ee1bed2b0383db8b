package script

import "redstart/server/command"

var functionDeleteSpec = &command.Spec{
	Name: "delete", Arity: 3,
	Flags: command.Write | command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "7.0.0", Cost: "O(1)",
	Syntax:  "library-name",
	Summary: "Deletes a library and its functions.",
	Reach:   command.WholeServer,
	Run:     runFunctionDelete,
}

func runFunctionDelete(c *command.Ctx) error {
	if err := c.Srv.Scripts.Delete(c.Arg(2)); err != nil {
		return command.ErrScript(err)
	}
	c.Tx.Bump()

	c.Reply.OK()
	return nil
}
