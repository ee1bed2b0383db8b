package str

import (
	"redstart/server/command"
)

var setrangeSpec = &command.Spec{
	Name: "setrange", Arity: 4,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.String,
	Since: "2.2.0", Cost: "O(1), not counting the time taken to copy the new string in place. Usually, this string is very small so the amortized complexity is O(1). Otherwise, complexity is O(M) with M being the length of the value argument.",
	Syntax:  "key offset:integer value",
	Summary: "Overwrites a part of a string from an offset on, padding with zero bytes.",
	Run:     runSetrange,
}

func runSetrange(c *command.Ctx) error {
	key, value := c.Arg(1), c.Arg(3)
	offset, err := c.Int(2)
	if err != nil {
		return err
	}
	if offset < 0 {
		return command.ErrOffset
	}
	r, err := c.Tx.EditString(key)
	if err != nil {
		return err
	}
	n := 0
	if !r.IsNil() {
		n = len(r.Value())
	}
	if len(value) == 0 {
		c.Reply.Int(int64(n))
		return nil
	}
	if err := checkLength(c, offset, len(value)); err != nil {
		return err
	}

	length := max(n, int(offset)+len(value))
	if r.IsNil() {
		c.Tx.SetString(key, nil, 0, "setrange")
		r = c.Tx.Resize(key, c.Tx.Look(key), length, length)
	} else {
		r = c.Tx.Resize(key, r, length, command.RoomFor(length, n))
		c.Tx.Changed(key, "setrange")
	}
	copy(r.Value()[offset:], value)

	c.Reply.Int(int64(length))
	return nil
}
