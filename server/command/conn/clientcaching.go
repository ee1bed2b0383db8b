package conn

import (
	"redstart/server/client"
	"redstart/server/command"
)

var clientCachingSpec = &command.Spec{
	Name: "caching", Arity: 3,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "6.0.0", Cost: "O(1)",
	Syntax:   "mode:(YES | NO)",
	Summary:  "Says whether the keys that the next command reads are tracked.",
	Stateful: true,
	Run:      runClientCaching,
}

func runClientCaching(c *command.Ctx) error {
	k := c.Client
	if !k.Has(client.Tracking) {
		return command.ErrCachingOff
	}
	switch {
	case command.Fold(c.Arg(2), "YES"):
		if !k.Has(client.OptIn) {
			return command.ErrCachingYes
		}
	case command.Fold(c.Arg(2), "NO"):
		if !k.Has(client.OptOut) {
			return command.ErrCachingNo
		}
	default:
		return command.ErrSyntax
	}
	k.Set(client.Caching, true)
	c.Reply.OK()
	return nil
}
