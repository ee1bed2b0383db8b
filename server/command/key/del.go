package key

import (
	"redstart/server/command"
)

var delSpec = &command.Spec{
	Name: "del", Arity: -2,
	Flags: command.Write,
	Keys:  command.KeyRange(1, -1, 1, command.RM|command.Delete),
	Group: command.Generic,
	Tips:  []string{"request_policy:multi_shard", "response_policy:agg_sum"},
	Since: "1.0.0", Cost: "O(N) where N is the number of keys that will be removed. When a key to remove holds a value other than a string, the individual complexity for this key is O(M) where M is the number of elements in the list, set, sorted set or hash. Removing a single key that holds a string value is O(1).",
	Syntax:  "key...",
	Summary: "Deletes keys.",
	Run:     runDel,
}

func runDel(c *command.Ctx) error {
	removed := 0
	for _, key := range c.Args[1:] {
		if !c.Tx.Delete(key, "del").IsNil() {
			removed++
		}
	}

	c.Reply.Int(int64(removed))
	return nil
}
