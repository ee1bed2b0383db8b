package list

import (
	"redstart/server/command"
	"redstart/storage/value/list"
)

var linsertSpec = &command.Spec{
	Name: "linsert", Arity: 5,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(1, command.RW|command.Insert),
	Group: command.List,
	Since: "2.2.0", Cost: "O(N) where N is the number of elements to traverse before seeing the value pivot. This means that inserting somewhere on the left end on the list (head) can be considered O(1) and inserting somewhere on the right end (tail) is O(N).",
	Syntax:  "key where:(BEFORE | AFTER) pivot element",
	Summary: "Inserts an element before or after the first one that equals a pivot.",
	Run:     runLinsert,
}

func runLinsert(c *command.Ctx) error {
	key, pivot, v := c.Arg(1), c.Arg(3), c.Arg(4)
	after := command.Fold(c.Arg(2), "AFTER")
	if !after && !command.Fold(c.Arg(2), "BEFORE") {
		return command.ErrSyntax
	}
	var e list.Edit
	r, err := open(c, key, &e)
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Reply.Int(0)
		return nil
	}

	if !e.Insert(pivot, after, v) {
		c.Reply.Int(-1)
		return nil
	}
	n := e.Len()
	store(c, key, r, &e, "linsert")

	c.Reply.Int(int64(n))
	return nil
}
