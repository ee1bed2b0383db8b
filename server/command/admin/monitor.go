package admin

import "redstart/server/command"

var monitorSpec = &command.Spec{
	Name: "monitor", Arity: 1,
	Flags:    command.Admin | command.NoScript | command.Loading | command.Stale,
	Group:    command.ServerGroup,
	Since:    "1.0.0",
	Summary:  "Shows every command that the server executes, as it happens.",
	Reach:    command.OwnStore,
	Stateful: true,
	Run:      runMonitor,
}

func runMonitor(c *command.Ctx) error {
	c.Session.Listen() // what it is to see goes behind the reply
	c.Srv.Control.Monitor(c.Client)

	c.Reply.OK()
	return nil
}
