package str

import (
	"redstart/server/command"
	"redstart/storage/table"
)

var getSpec = &command.Spec{
	Name: "get", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.String,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reads a string.",
	Run:     runGet,
}

func runGet(c *command.Ctx) error {
	r, err := c.Tx.String(c.Arg(1))
	if err != nil {
		return err
	}

	replyValue(c, r)
	return nil
}

// replyValue replies with a string, or with null for a missing key.
func replyValue(c *command.Ctx, r table.Record) {
	if r.IsNil() {
		c.Reply.Null()
		return
	}
	c.Reply.Bulk(r.Value())
}
