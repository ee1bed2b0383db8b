package persist

import "redstart/server/command"

var bgrewriteaofSpec = &command.Spec{
	Name: "bgrewriteaof", Arity: 1,
	Flags: command.Admin | command.NoScript | command.NoAsyncLoading | command.NoGate,
	Group: command.ServerGroup,
	Since: "1.0.0", Cost: "O(1)",
	Summary: "Starts to rewrite the append-only log in its shortest form.",
	Run:     runBgrewriteaof,
}

func runBgrewriteaof(c *command.Ctx) error {
	if err := c.Srv.Log.RewriteLog(); err != nil {
		return err
	}
	c.Reply.Simple("Background append only file rewriting started")
	return nil
}
