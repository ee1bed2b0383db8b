package list

import (
	"redstart/server/command"
	"redstart/storage/value/list"
)

var lsetSpec = &command.Spec{
	Name: "lset", Arity: 4,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.List,
	Since: "1.0.0", Cost: "O(N) where N is the length of the list. Setting either the first or the last element of the list is O(1).",
	Syntax:  "key index:integer element",
	Summary: "Replaces one element of a list, by its index.",
	Run:     runLset,
}

func runLset(c *command.Ctx) error {
	key, v := c.Arg(1), c.Arg(3)
	var e list.Edit
	r, err := open(c, key, &e)
	if err != nil {
		return err
	}
	if r.IsNil() {
		return command.ErrNoKey
	}
	index, err := c.Int(2)
	if err != nil {
		return err
	}
	i, ok := place(index, e.Len())
	if !ok {
		return command.ErrIndex
	}

	e.Set(i, v)
	e.Shrink()
	store(c, key, r, &e, "lset")

	c.Reply.OK()
	return nil
}
