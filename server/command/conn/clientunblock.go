package conn

import "redstart/server/command"

var clientUnblockSpec = &command.Spec{
	Name: "unblock", Arity: -3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "5.0.0", Cost: "O(log N) where N is the number of client connections",
	Syntax:  "client-id:integer [unblock-type:(TIMEOUT | ERROR)]",
	Summary: "Wakes another client that waits in a blocking command.",
	Reach:   command.OwnStore,
	Run:     runClientUnblock,
}

func runClientUnblock(c *command.Ctx) error {
	withError := false
	switch {
	case c.Len() > 4:
		return command.ErrSubSyntax("client", c.Arg(1))
	case c.Len() == 4 && command.Fold(c.Arg(3), "ERROR"):
		withError = true
	case c.Len() == 4 && !command.Fold(c.Arg(3), "TIMEOUT"):
		return command.ErrUnblockReason
	}
	id, err := c.Int(2)
	if err != nil {
		return err
	}
	if target := find(c, id); target != nil && target.Unblock(withError) {
		c.Reply.Int(1)
	} else {
		c.Reply.Int(0)
	}
	return nil
}
