package txn

import "redstart/server/command"

var watchSpec = &command.Spec{
	Name: "watch", Arity: -2,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast | command.AllowBusy,
	Keys:  command.KeyRange(1, -1, 1, command.RO),
	Group: command.Transactions,
	Since: "2.2.0", Cost: "O(1) for every key.",
	Syntax:    "key...",
	Summary:   "Makes the next transaction fail if one of the keys changes before it runs.",
	Immediate: true,
	Stateful:  true,
	Run:       runWatch,
}

func runWatch(c *command.Ctx) error {
	if err := c.Session.Watch(c.Args[1:]); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}
