package key

import (
	"redstart/server/command"
)

var pexpiretimeSpec = &command.Spec{
	Name: "pexpiretime", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Generic,
	Since: "7.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports the millisecond of Unix time at which a key expires.",
	Run:     runPexpiretime,
}

func runPexpiretime(c *command.Ctx) error {
	replyTTL(c, 0, 1)
	return nil
}
