package key

import (
	"redstart/server/command"
)

var touchSpec = &command.Spec{
	Name: "touch", Arity: -2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.KeyRange(1, -1, 1, command.RO),
	Group: command.Generic,
	Tips:  []string{"request_policy:multi_shard", "response_policy:agg_sum"},
	Since: "3.2.1", Cost: "O(N) where N is the number of keys that will be touched.",
	Syntax:  "key...",
	Summary: "Marks keys as used now and counts those that exist.",
	Run:     runTouch,
}

func runTouch(c *command.Ctx) error {
	found := 0
	for _, key := range c.Args[1:] {
		if !c.Tx.Get(key).IsNil() {
			found++
		}
	}

	c.Reply.Int(int64(found))
	return nil
}
