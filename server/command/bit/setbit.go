package bit

import (
	"redstart/resp"
	"redstart/server/command"
)

var setbitSpec = &command.Spec{
	Name: "setbit", Arity: 4,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.Bitmap,
	Since: "2.2.0", Cost: "O(1)",
	Syntax:  "key offset:integer value:integer",
	Summary: "Sets or clears one bit of a string and returns what it was; the string grows as needed.",
	Run:     runSetbit,
}

func runSetbit(c *command.Ctx) error {
	key := c.Arg(1)
	offset, err := parseOffset(c, c.Arg(2))
	if err != nil {
		return err
	}
	bit, ok := resp.ParseInt(c.Arg(3))
	if !ok || bit&^1 != 0 {
		return command.ErrBit
	}

	b, made, longer, err := extend(c, key, int(offset>>3)+1)
	if err != nil {
		return err
	}
	p, shift := &b[offset>>3], 7-offset&7
	old := int64(*p >> shift & 1)
	*p ^= byte(old^bit) << shift
	switch {
	case made:
		c.Tx.Notify(key, "setbit")
	case longer || old != bit:
		c.Tx.Changed(key, "setbit")
	}

	c.Reply.Int(old)
	return nil
}
