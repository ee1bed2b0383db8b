package bit

import "redstart/server/command"

var getbitSpec = &command.Spec{
	Name: "getbit", Arity: 3,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Bitmap,
	Since: "2.2.0", Cost: "O(1)",
	Syntax:  "key offset:integer",
	Summary: "Reads one bit of a string.",
	Run:     runGetbit,
}

func runGetbit(c *command.Ctx) error {
	offset, err := parseOffset(c, c.Arg(2))
	if err != nil {
		return err
	}
	r, err := c.Tx.String(c.Arg(1))
	if err != nil {
		return err
	}

	if r.IsNil() {
		c.Reply.Int(0)
		return nil
	}
	b, at := r.Value(), offset>>3
	if at >= int64(len(b)) {
		c.Reply.Int(0)
		return nil
	}
	c.Reply.Int(int64(b[at] >> (7 - offset&7) & 1))
	return nil
}
