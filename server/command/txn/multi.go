package txn

import "redstart/server/command"

var multiSpec = &command.Spec{
	Name: "multi", Arity: 1,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast | command.AllowBusy,
	Group: command.Transactions,
	Since: "1.2.0", Cost: "O(1)",
	Summary:   "Begins a transaction: the commands from now on are kept until EXEC.",
	Immediate: true,
	Stateful:  true,
	Run:       runMulti,
}

func runMulti(c *command.Ctx) error {
	if err := c.Session.Multi(); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}
