package key

import (
	"redstart/server/command"
	"redstart/server/glob"
	"redstart/storage/table"
)

var keysSpec = &command.Spec{
	Name: "keys", Arity: 2,
	Flags: command.ReadOnly,
	Group: command.Generic, ACL: []string{"dangerous"},
	Tips:  []string{"request_policy:all_shards", "nondeterministic_output_order"},
	Since: "1.0.0", Cost: "O(N) with N being the number of keys in the database, under the assumption that the key names in the database and the given pattern have limited length.",
	Syntax:  "pattern",
	Summary: "Lists the keys whose names match a pattern.",
	Run:     runKeys,
}

func runKeys(c *command.Ctx) error {
	pattern := c.Arg(1)
	match := func(key []byte) bool { return glob.Match(pattern, key, false) }
	if string(pattern) == "*" {
		match = nil
	}

	n := 0
	mark := c.Reply.DeferArray()
	c.Tx.Keys(match, func(r table.Record) {
		c.Reply.Bulk(r.Key())
		n++
	})
	c.Reply.EndArray(mark, n)
	return nil
}
