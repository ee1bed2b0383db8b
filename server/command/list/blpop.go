package list

import (
	"redstart/server/command"
	"redstart/storage/value/list"
)

var blpopSpec = &command.Spec{
	Name: "blpop", Arity: -3,
	Flags: command.Write | command.Blocking,
	Keys:  command.KeyRange(1, -2, 1, command.RW|command.AccessValue|command.Delete),
	Group: command.List,
	Since: "2.0.0", Cost: "O(N) where N is the number of provided keys.",
	Syntax:  "key... timeout:double",
	Summary: "Pops the first element of the first of several lists that has any, or waits for one.",
	History: []command.Change{
		{Since: "6.0.0", What: "`timeout` is interpreted as a double instead of an integer."},
	},
	Run: runBlpop,
}

func runBlpop(c *command.Ctx) error { return blockingPop(c, true) }

// blockingPop pops an element from the first of the named lists that has any, or waits for one.
func blockingPop(c *command.Ctx, front bool) error {
	last := c.Len() - 1
	deadline, err := c.WaitUntil(c.Arg(last))
	if err != nil {
		return err
	}

	keys := c.Args[1:last]
	for _, key := range keys {
		var e list.Edit
		r, err := open(c, key, &e)
		if err != nil {
			return err
		}
		if r.IsNil() {
			continue
		}
		c.Reply.Array(2)
		c.Reply.Bulk(key)
		popTo(c, key, r, &e, front)
		c.Rewrite(popWord(front), key)
		return nil
	}
	wait(c, keys, deadline)
	return nil
}
