package conn

import "redstart/server/command"

var clientInfoSpec = &command.Spec{
	Name: "info", Arity: 2,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Tips:  []string{"nondeterministic_output"},
	Since: "6.2.0", Cost: "O(1)",
	Summary: "Describes this connection in one line.",
	Run:     runClientInfo,
}

func runClientInfo(c *command.Ctx) error {
	c.Reply.Verbatim("txt", string(appendClient(nil, c, c.Client)))
	return nil
}
