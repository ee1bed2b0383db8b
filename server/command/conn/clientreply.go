package conn

import (
	"redstart/server/client"
	"redstart/server/command"
)

var clientReplySpec = &command.Spec{
	Name: "reply", Arity: 3,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "3.2.0", Cost: "O(1)",
	Syntax:   "action:(ON | OFF | SKIP)",
	Summary:  "Turns replies to this connection on or off, or skips one.",
	Stateful: true,
	Run:      runClientReply,
}

func runClientReply(c *command.Ctx) error {
	switch {
	case command.Fold(c.Arg(2), "ON"):
		c.Client.Set(client.ReplyOff|client.ReplySkip|client.ReplySkipNext, false)
		c.Reply.OK()
	case command.Fold(c.Arg(2), "OFF"):
		c.Client.Set(client.ReplyOff, true)
	case command.Fold(c.Arg(2), "SKIP"):
		if !c.Client.Has(client.ReplyOff) {
			c.Client.Set(client.ReplySkipNext, true)
		}
	default:
		return command.ErrSyntax
	}
	return nil
}
