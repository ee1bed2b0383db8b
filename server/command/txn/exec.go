package txn

import "redstart/server/command"

var execSpec = &command.Spec{
	Name: "exec", Arity: 1,
	Flags: command.NoScript | command.Loading | command.Stale | command.SkipSlowlog | command.Exclusive,
	Group: command.Transactions,
	Since: "1.2.0", Cost: "Depends on commands in the transaction",
	Summary:   "Runs the commands of a transaction, with nothing between them.",
	Immediate: true,
	Stateful:  true,
	Run:       runExec,
}

func runExec(c *command.Ctx) error { return c.Session.Exec() }
