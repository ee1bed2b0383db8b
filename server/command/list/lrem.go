package list

import (
	"math"

	"redstart/server/command"
	"redstart/storage/value/list"
)

var lremSpec = &command.Spec{
	Name: "lrem", Arity: 4,
	Flags: command.Write,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.List,
	Since: "1.0.0", Cost: "O(N+M) where N is the length of the list and M is the number of elements removed.",
	Syntax:  "key count:integer element",
	Summary: "Removes elements that equal a value.",
	Run:     runLrem,
}

func runLrem(c *command.Ctx) error {
	key, v := c.Arg(1), c.Arg(3)
	count, err := c.Int(2)
	if err != nil {
		return err
	}
	if count == math.MinInt64 {
		return command.ErrRandomRange
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

	most := max(count, -count)
	if most == 0 {
		most = math.MaxInt64
	}
	n := e.Remove(v, int(min(most, int64(e.Len()))), count < 0)
	if n > 0 {
		shorten(c, key, r, &e, "lrem")
	}

	c.Reply.Int(int64(n))
	return nil
}
