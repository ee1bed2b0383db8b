package list

import (
	"redstart/server/command"
	"redstart/storage/value/list"
)

var ltrimSpec = &command.Spec{
	Name: "ltrim", Arity: 4,
	Flags: command.Write,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.List,
	Since: "1.0.0", Cost: "O(N) where N is the number of elements to be removed by the operation.",
	Syntax:  "key start:integer stop:integer",
	Summary: "Removes all elements outside of a range.",
	Run:     runLtrim,
}

func runLtrim(c *command.Ctx) error {
	key := c.Arg(1)
	start, err := c.Int(2)
	if err != nil {
		return err
	}
	stop, err := c.Int(3)
	if err != nil {
		return err
	}
	var e list.Edit
	r, err := open(c, key, &e)
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Reply.OK()
		return nil
	}

	from, to := span(start, stop, e.Len())
	if from == 0 && to == e.Len() {
		c.Tx.Notify(key, "ltrim") // Redis does
	} else {
		e.Drop(false, e.Len()-to)
		e.Drop(true, from)
		shorten(c, key, r, &e, "ltrim")
	}

	c.Reply.OK()
	return nil
}
