package key

import (
	"redstart/server/command"
)

var pttlSpec = &command.Spec{
	Name: "pttl", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Generic,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.6.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports a key's time to live in milliseconds.",
	History: []command.Change{
		{Since: "2.8.0", What: "Added the -2 reply."},
	},
	Run: runPTTL,
}

func runPTTL(c *command.Ctx) error {
	replyTTL(c, c.Tx.Now(), 1)
	return nil
}
