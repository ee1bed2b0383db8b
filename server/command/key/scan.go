package key

import (
	"bytes"

	"redstart/server/command"
	"redstart/storage/table"
)

var scanSpec = &command.Spec{
	Name: "scan", Arity: -2,
	Flags: command.ReadOnly,
	Group: command.Generic,
	Tips:  []string{"nondeterministic_output", "request_policy:special", "response_policy:special"},
	Since: "2.8.0", Cost: "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection.",
	Syntax:  "cursor:integer [MATCH pattern] [COUNT count:integer] [TYPE type@6.0.0]",
	Summary: "Walks the key names a few at a time.",
	History: []command.Change{
		{Since: "6.0.0", What: "Added the `TYPE` subcommand."},
	},
	Run: runScan,
}

func runScan(c *command.Ctx) error {
	o, err := command.ParseScan(c, 1, command.ScanKeys)
	if err != nil {
		return err
	}
	n := 0
	mark := c.Reply.DeferArray()
	cursor := c.Tx.Scan(o.Cursor, o.Count, func(r table.Record) {
		if o.Kind != nil && !bytes.EqualFold(o.Kind, []byte(kindNames[r.Kind()])) || !o.Accepts(r.Key()) {
			return
		}
		c.Reply.Bulk(r.Key())
		n++
	})
	c.Reply.EndArray(mark, n)
	c.ReplyCursor(mark, cursor)
	return nil
}
