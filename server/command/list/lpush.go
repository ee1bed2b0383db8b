package list

import (
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/value/list"
)

var lpushSpec = &command.Spec{
	Name: "lpush", Arity: -3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Insert),
	Group: command.List,
	Since: "1.0.0", Cost: "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
	Syntax:  "key element...",
	Summary: "Adds elements at the front of a list; a missing key starts empty.",
	History: []command.Change{
		{Since: "2.4.0", What: "Accepts multiple `element` arguments."},
	},
	Run: runLpush,
}

func runLpush(c *command.Ctx) error { return push(c, true, false) }

// push adds the words from the third on at an end of a list; with mustExist only where there is one.
func push(c *command.Ctx, front, mustExist bool) error {
	key := c.Arg(1)
	var e list.Edit
	r, err := open(c, key, &e)
	if err != nil {
		return err
	}
	if mustExist && r.IsNil() {
		c.Reply.Int(0)
		return nil
	}

	words := c.Args[2:]
	e.Expect(words...)
	for _, v := range words {
		e.Push(front, v)
	}
	n := e.Len()
	store(c, key, r, &e, pushEvent(front))

	c.Reply.Int(int64(n))
	return nil
}

// pushEvent names a push for keyspace notifications.
func pushEvent(front bool) storage.Event {
	if front {
		return "lpush"
	}
	return "rpush"
}
