package list

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/list"
)

var llenSpec = &command.Spec{
	Name: "llen", Arity: 2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO),
	Group: command.List,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports how many elements a list has.",
	Run:     runLlen,
}

func runLlen(c *command.Ctx) error {
	r, err := c.Tx.Value(c.Arg(1), table.KindList)
	if err != nil {
		return err
	}

	c.Reply.Int(int64(list.Of(r).Len()))
	return nil
}
