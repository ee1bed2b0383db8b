package str

import (
	"redstart/server/command"
)

var mgetSpec = &command.Spec{
	Name: "mget", Arity: -2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.KeyRange(1, -1, 1, command.RO|command.AccessValue),
	Group: command.String,
	Tips:  []string{"request_policy:multi_shard"},
	Since: "1.0.0", Cost: "O(N) where N is the number of keys to retrieve.",
	Syntax:  "key...",
	Summary: "Reads several strings at once.",
	Run:     runMget,
}

func runMget(c *command.Ctx) error {
	keys := c.Args[1:]

	c.Reply.Array(len(keys))
	for _, key := range keys {
		r, err := c.Tx.String(key)
		if err != nil { // another type reads as missing here
			c.Reply.Null()
			continue
		}
		replyValue(c, r)
	}
	return nil
}
