package list

import (
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/list"
)

var lpopSpec = &command.Spec{
	Name: "lpop", Arity: -2,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Delete),
	Group: command.List,
	Since: "1.0.0", Cost: "O(N) where N is the number of elements returned",
	Syntax:  "key [count:integer@6.2.0]",
	Summary: "Pops elements from the front of a list.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `count` argument."},
	},
	Run: runLpop,
}

func runLpop(c *command.Ctx) error { return pop(c, true) }

// pop removes an element, or as many as the third word says, from an end of a list.
func pop(c *command.Ctx, front bool) error {
	if c.Len() > 2 {
		return popMany(c, front)
	}
	key := c.Arg(1)
	var e list.Edit
	r, err := open(c, key, &e)
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}

	popTo(c, key, r, &e, front)
	return nil
}

// popMany is pop with a count.
func popMany(c *command.Ctx, front bool) error {
	key := c.Arg(1)
	if c.Len() > 3 {
		return command.ErrArity(c.Cmd.FullName)
	}
	count, err := c.Int(2)
	if err != nil || count < 0 {
		return command.ErrNotPositive
	}
	var e list.Edit
	r, err := open(c, key, &e)
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Reply.NullArray()
		return nil
	}
	if count == 0 {
		c.Reply.Array(0)
		return nil
	}

	popSome(c, key, r, &e, front, int(min(count, int64(e.Len()))))
	return nil
}

// popTo removes an element from an end and replies with it.
func popTo(c *command.Ctx, key []byte, r table.Record, e *list.Edit, front bool) {
	reply(c, e.End(front))
	e.Drop(front, 1)
	shorten(c, key, r, e, popEvent(front))
}

// popSome removes n elements, at most all, from an end and replies with them, in the order in which they go.
func popSome(c *command.Ctx, key []byte, r table.Record, e *list.Edit, front bool, n int) {
	if front {
		replyRange(c, e.View(), 0, n)
	} else {
		replyBack(c, e.View(), n)
	}
	e.Drop(front, n)
	shorten(c, key, r, e, popEvent(front))
}

// replyBack writes the last n elements, the last one first.
func replyBack(c *command.Ctx, v list.View, n int) {
	c.Reply.Array(n)
	var room []byte
	for i := v.Len(); n > 0; {
		var s list.Span
		s, room = v.Span(i - 1).Backward(room)
		run := min(s.Before+1, n)
		n -= run
		i -= run
		for pos := s.Pos; ; pos = s.Prev(pos) {
			e, _ := s.At(pos)
			reply(c, e)
			if run--; run == 0 {
				break
			}
		}
	}
}

// popEvent names a pop for keyspace notifications.
func popEvent(front bool) storage.Event {
	if front {
		return "lpop"
	}
	return "rpop"
}
