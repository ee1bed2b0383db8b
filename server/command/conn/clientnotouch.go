package conn

import (
	"redstart/server/client"
	"redstart/server/command"
)

var clientNoTouchSpec = &command.Spec{
	Name: "no-touch", Arity: 3,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "7.2.0", Cost: "O(1)",
	Syntax:   "enabled:(ON | OFF)",
	Summary:  "Makes reads by this connection not count as use of a key.",
	Stateful: true,
	Run:      runClientNoTouch,
}

func runClientNoTouch(c *command.Ctx) error {
	on, err := onOff(c.Arg(2))
	if err != nil {
		return err
	}
	c.Client.Set(client.NoTouch, on)
	c.Tx.NoTouch = on
	c.Reply.OK()
	return nil
}
