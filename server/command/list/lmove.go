package list

import (
	"bytes"

	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/list"
)

var lmoveSpec = &command.Spec{
	Name: "lmove", Arity: 5,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.RW|command.AccessValue|command.Delete),
		command.Key(2, command.RW|command.Insert),
	),
	Group: command.List,
	Since: "6.2.0", Cost: "O(1)",
	Syntax:  "source:key destination:key#1 wherefrom:(LEFT | RIGHT) whereto:(LEFT | RIGHT)",
	Summary: "Moves an element from an end of a list to an end of another or the same.",
	Run:     runLmove,
}

func runLmove(c *command.Ctx) error {
	from, to, err := ends(c)
	if err != nil {
		return err
	}
	found, err := move(c, from, to)
	if err != nil || found {
		return err
	}
	c.Reply.Null()
	return nil
}

// ends reads the ends of the lists that LMOVE and BLMOVE name: true is the front.
func ends(c *command.Ctx) (from, to bool, err error) {
	if from, err = end(c.Arg(3)); err != nil {
		return false, false, err
	}
	to, err = end(c.Arg(4))
	return from, to, err
}

// end reads LEFT, the front, or RIGHT, the back.
func end(word []byte) (front bool, err error) {
	switch {
	case command.Fold(word, "LEFT"):
		return true, nil
	case command.Fold(word, "RIGHT"):
		return false, nil
	}
	return false, command.ErrSyntax
}

// move takes an element from an end of the list of the second word to one of the list of the third, and replies with it. It reports
// false, and replies nothing, when there is none.
func move(c *command.Ctx, from, to bool) (found bool, err error) {
	source, destination := c.Arg(1), c.Arg(2)
	if bytes.Equal(source, destination) {
		return rotate(c, from, to)
	}
	r, err := c.Tx.EditValue(source, table.KindList)
	if err != nil || r.IsNil() {
		return false, err
	}
	var e list.Edit
	dst, err := open(c, destination, &e)
	if err != nil {
		return false, err
	}

	src := list.Of(r)
	v := replied(c, src.End(from))
	e.Expect(v)
	e.Push(to, v)
	store(c, destination, dst, &e, pushEvent(to))
	if r, err = open(c, source, &e); err != nil {
		return false, err
	}
	e.Drop(from, 1)
	shorten(c, source, r, &e, popEvent(from))
	return true, nil
}

// rotate is move within one list.
func rotate(c *command.Ctx, from, to bool) (found bool, err error) {
	key := c.Arg(1)
	var e list.Edit
	r, err := open(c, key, &e)
	if err != nil || r.IsNil() {
		return false, err
	}

	v := replied(c, e.End(from))
	e.Drop(from, 1)
	e.Expect(v)
	e.Push(to, v)
	e.Shrink()
	store(c, key, r, &e, pushEvent(to))
	c.Tx.Notify(key, popEvent(from))
	return true, nil
}
