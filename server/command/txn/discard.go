package txn

import "redstart/server/command"

var discardSpec = &command.Spec{
	Name: "discard", Arity: 1,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast | command.AllowBusy,
	Group: command.Transactions,
	Since: "2.0.0", Cost: "O(N), when N is the number of queued commands",
	Summary:   "Ends a transaction without running its commands.",
	Immediate: true,
	Stateful:  true,
	Run:       runDiscard,
}

func runDiscard(c *command.Ctx) error {
	if err := c.Session.Discard(); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}
