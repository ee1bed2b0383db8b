package conn

import (
	"redstart/server/client"
	"redstart/server/command"
)

var resetSpec = &command.Spec{
	Name: "reset", Arity: 1,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast | command.NoAuth | command.AllowBusy,
	Group: command.Connection,
	Since: "6.2.0", Cost: "O(1)",
	Summary:      "Puts the connection back to the state that it had when it was opened.",
	Immediate:    true,
	WhileLimited: true,
	Stateful:     true,
	Run:          runReset,
}

func runReset(c *command.Ctx) error {
	_ = c.Session.Discard() // there may be none
	c.Session.Unwatch()
	c.Srv.Clients.RemoveMonitor(c.Client)
	c.Srv.PubSub.Drop(c.Client)
	c.Srv.Track.Stop(c.Client)
	c.Session.Overhear()
	c.Client.Set(client.ReplyOff|client.ReplySkip|client.ReplySkipNext|client.NoEvict|client.NoTouch|client.ReadOnly, false)
	c.Tx.NoTouch = false
	c.Client.SetName("")
	c.Srv.ACL.BecomeDefault(c.Client)
	c.Client.Set(client.Authenticated, !c.Srv.Control.NeedsPassword())
	c.Choose(0)
	setProto(c, 2)
	c.Reply.Simple("RESET")
	return nil
}
