package conn

import (
	"redstart/server/client"
	"redstart/server/command"
)

var clientGetredirSpec = &command.Spec{
	Name: "getredir", Arity: 2,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "6.0.0", Cost: "O(1)",
	Summary: "Reports which connection gets the messages about changed keys for this one.",
	Run:     runClientGetredir,
}

func runClientGetredir(c *command.Ctx) error {
	c.Reply.Int(redirect(c.Client))
	return nil
}

// redirect is the client that hears of changed keys for k; 0: k itself, -1: nobody.
func redirect(k *client.Client) int64 {
	if !k.Has(client.Tracking) {
		return -1
	}
	return k.Redirect.Load()
}
