package txn

import "redstart/server/command"

var unwatchSpec = &command.Spec{
	Name: "unwatch", Arity: 1,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast | command.AllowBusy,
	Group: command.Transactions,
	Since: "2.2.0", Cost: "O(1)",
	Summary:  "Forgets the keys that WATCH was given.",
	Stateful: true,
	Run:      runUnwatch,
}

func runUnwatch(c *command.Ctx) error {
	c.Session.Unwatch()
	c.Reply.OK()
	return nil
}
