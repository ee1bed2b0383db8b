package admin

import (
	"strconv"

	"redstart/server/command"
)

var timeSpec = &command.Spec{
	Name: "time", Arity: 1,
	Flags: command.Loading | command.Stale | command.Fast,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.6.0", Cost: "O(1)",
	Summary: "Reports the server's clock.",
	Run:     runTime,
}

func runTime(c *command.Ctx) error {
	us := c.Srv.Clock.Micro()

	c.Reply.Array(2)
	c.Reply.BulkString(strconv.FormatInt(us/1e6, 10))
	c.Reply.BulkString(strconv.FormatInt(us%1e6, 10))
	return nil
}
