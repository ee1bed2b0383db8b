package conn

import "redstart/server/command"

var clientUnpauseSpec = &command.Spec{
	Name: "unpause", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "6.2.0", Cost: "O(N) Where N is the number of paused clients",
	Summary: "Lets held commands go on before the pause is over.",
	Run:     runClientUnpause,
}

func runClientUnpause(c *command.Ctx) error {
	c.Srv.Control.Unpause()
	c.Reply.OK()
	return nil
}
