package key

import (
	"redstart/server/command"
)

var existsSpec = &command.Spec{
	Name: "exists", Arity: -2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.KeyRange(1, -1, 1, command.RO),
	Group: command.Generic,
	Tips:  []string{"request_policy:multi_shard", "response_policy:agg_sum"},
	Since: "1.0.0", Cost: "O(N) where N is the number of keys to check.",
	Syntax:  "key...",
	Summary: "Counts how many of the given keys exist.",
	History: []command.Change{
		{Since: "3.0.3", What: "Accepts multiple `key` arguments."},
	},
	Run: runExists,
}

func runExists(c *command.Ctx) error {
	found := 0
	for _, key := range c.Args[1:] {
		if !c.Tx.Peek(key).IsNil() {
			found++
		}
	}

	c.Reply.Int(int64(found))
	return nil
}
