package key

import (
	"redstart/server/command"
	"redstart/storage/table"
)

var randomkeySpec = &command.Spec{
	Name: "randomkey", Arity: 1,
	Flags: command.ReadOnly,
	Group: command.Generic,
	Tips:  []string{"request_policy:all_shards", "response_policy:special", "nondeterministic_output"},
	Since: "1.0.0", Cost: "O(1)",
	Summary: "Answers with a random key's name.",
	Run:     runRandomkey,
}

func runRandomkey(c *command.Ctx) error {
	if !c.Tx.Random(func(r table.Record) { c.Reply.Bulk(r.Key()) }) {
		c.Reply.Null()
	}
	return nil
}
