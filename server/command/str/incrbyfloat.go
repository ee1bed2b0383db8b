package str

import (
	"redstart/resp"
	"redstart/server/command"
)

var incrbyfloatSpec = &command.Spec{
	Name: "incrbyfloat", Arity: 3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.String,
	Since: "2.6.0", Cost: "O(1)",
	Syntax:  "key increment:double",
	Summary: "Adds a decimal number to the number in a key.",
	Run:     runIncrbyfloat,
}

func runIncrbyfloat(c *command.Ctx) error {
	key := c.Arg(1)
	r, err := c.Tx.EditString(key)
	if err != nil {
		return err
	}
	var old resp.LongDouble
	var expireAt int64
	if !r.IsNil() {
		var ok bool
		if old, ok = resp.ParseLongDouble(r.Value()); !ok {
			return command.ErrNotFloat
		}
		expireAt = r.ExpireAt()
	}
	increment, ok := resp.ParseLongDouble(c.Arg(2))
	if !ok {
		return command.ErrNotFloat
	}
	sum, ok := old.Add(increment)
	if !ok {
		return command.ErrInfinite
	}

	var buf [64]byte
	text := sum.Append(buf[:0])
	c.Tx.SetString(key, text, expireAt, "incrbyfloat")
	r = c.Tx.Look(key)
	r.SetText(true)
	c.Rewrite(command.WordSet, key, r.Value(), command.WordKeepTTL) // adding again might round otherwise elsewhere

	c.Reply.Bulk(text)
	return nil
}
