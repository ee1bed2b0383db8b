package str

import (
	"redstart/server/command"
)

var appendSpec = &command.Spec{
	Name: "append", Arity: 3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Insert),
	Group: command.String,
	Since: "2.0.0", Cost: "O(1). The amortized time complexity is O(1) assuming the appended value is small and the already present value is of any size, since the dynamic string library used by Redis will double the free space available on every reallocation.",
	Syntax:  "key value",
	Summary: "Adds bytes to the end of a string; a missing key starts empty.",
	Run:     runAppend,
}

func runAppend(c *command.Ctx) error {
	key, tail := c.Arg(1), c.Arg(2)
	r, err := c.Tx.EditString(key)
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Tx.SetString(key, tail, 0, "append")
		c.Reply.Int(int64(len(tail)))
		return nil
	}
	n := len(r.Value())
	if err := checkLength(c, int64(n), len(tail)); err != nil {
		return err
	}

	r = c.Tx.Resize(key, r, n+len(tail), command.RoomFor(n+len(tail), n))
	copy(r.Value()[n:], tail)
	c.Tx.Changed(key, "append")

	c.Reply.Int(int64(n + len(tail)))
	return nil
}
