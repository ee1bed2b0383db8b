package set

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var smoveSpec = &command.Spec{
	Name: "smove", Arity: 4,
	Flags: command.Write | command.Fast,
	Keys: command.Keys(
		command.Key(1, command.RW|command.AccessValue|command.Delete),
		command.Key(2, command.RW|command.Insert),
	),
	Group: command.Set,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "source:key destination:key#1 member",
	Summary: "Moves a member from one set to another.",
	Run:     runSmove,
}

func runSmove(c *command.Ctx) error {
	from, to, member := c.Arg(1), c.Arg(2), pack.Parse(c.Arg(3))
	moved := false
	source, err := c.Tx.EditValue(from, table.KindSet)
	if err == nil && !source.IsNil() {
		moved, err = move(c, source, from, to, member)
	}
	if err != nil {
		return err
	}

	c.Reply.Int(flag(moved))
	return nil
}

// move takes the member out of source, which from holds, and adds it to the set at to.
func move(c *command.Ctx, source table.Record, from, to []byte, member pack.Entry) (moved bool, err error) {
	target, err := c.Tx.EditValue(to, table.KindSet)
	if err != nil {
		return false, err
	}
	var s value.Set
	s.Open(source, c.Tx.Scratch())
	if source == target {
		return s.Has(member), nil
	}
	if !s.Remove(member) {
		return false, nil
	}
	storeRest(c, from, source, &s, "srem", 1)

	lim := limits(c)
	var t value.Set
	t.Open(target, c.Tx.Scratch())
	if target.IsNil() {
		t = value.Fresh(member, 1, &lim, c.Tx.Scratch())
	}
	if t.Add(member, &lim) {
		store(c, to, target, &t, "sadd", 1)
	}
	return true, nil
}
