package conn

import "redstart/server/command"

var clientPauseSpec = &command.Spec{
	Name: "pause", Arity: -3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  "timeout:integer [mode:(WRITE | ALL)@6.2.0]",
	Summary: "Holds back commands of all clients for a while.",
	History: []command.Change{
		{Since: "6.2.0", What: "`CLIENT PAUSE WRITE` mode added along with the `mode` option."},
	},
	Run: runClientPause,
}

func runClientPause(c *command.Ctx) error {
	all := true
	switch {
	case c.Len() > 4:
		return command.ErrSubSyntax("client", c.Arg(1))
	case c.Len() == 4 && command.Fold(c.Arg(3), "WRITE"):
		all = false
	case c.Len() == 4 && !command.Fold(c.Arg(3), "ALL"):
		return command.ErrPauseMode
	}
	ms, err := c.Timeout(c.Arg(2))
	if err != nil {
		return err
	}
	c.Srv.Control.Pause(ms, all)
	c.Reply.OK()
	return nil
}
