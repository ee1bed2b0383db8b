package key

import (
	"redstart/server/command"
)

var ttlSpec = &command.Spec{
	Name: "ttl", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Generic,
	Tips:  []string{"nondeterministic_output"},
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports a key's time to live in seconds.",
	History: []command.Change{
		{Since: "2.8.0", What: "Added the -2 reply."},
	},
	Run: runTTL,
}

func runTTL(c *command.Ctx) error {
	replyTTL(c, c.Tx.Now(), 1000)
	return nil
}

// replyTTL replies with the time from base, Unix ms, to the end of a key's time to live, in units of unit milliseconds, rounded;
// -1 for a key without one and -2 for no key.
func replyTTL(c *command.Ctx, base, unit int64) {
	r := c.Tx.Peek(c.Arg(1))
	switch {
	case r.IsNil():
		c.Reply.Int(-2)
	case r.ExpireAt() == 0:
		c.Reply.Int(-1)
	default:
		left := max(r.ExpireAt()-base, 0)
		c.Reply.Int(int64((uint64(left) + uint64(unit)/2) / uint64(unit))) // a time near the largest must not wrap
	}
}
