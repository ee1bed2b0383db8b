package bit

import "redstart/server/command"

var bitposSpec = &command.Spec{
	Name: "bitpos", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Bitmap,
	Since: "2.8.7", Cost: "O(N)",
	Syntax:  "key bit:integer [range:(start:integer [end-unit-block:(end:integer [unit:(BYTE | BIT)@7.0.0])])]",
	Summary: "Finds the first bit that is set, or the first that is clear, in a string or in a part of it.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the `BYTE|BIT` option."},
	},
	Run: runBitpos,
}

func runBitpos(c *command.Ctx) error {
	bit, err := c.Int(2)
	if err != nil {
		return err
	}
	if bit&^1 != 0 {
		return command.ErrBitArgument
	}
	s, err := parsePosSpan(c)
	if err != nil {
		return err
	}
	r, err := c.Tx.String(c.Arg(1))
	if err != nil {
		return err
	}

	if r.IsNil() {
		c.Reply.Int(-bit)
		return nil
	}
	b := r.Value()
	from, to, ok := s.bits(len(b))
	if !ok {
		c.Reply.Int(-1)
		return nil
	}
	pos := find(b, from, to, bit == 0)
	if pos < 0 && bit == 0 && c.Len() < 5 {
		pos = int64(len(b)) * 8 // zeros are thought behind a string whose end was not given
	}
	c.Reply.Int(pos)
	return nil
}

func parsePosSpan(c *command.Ctx) (s span, err error) {
	s.end = -1
	if c.Len() > 6 {
		return s, command.ErrSyntax
	}
	if c.Len() > 3 {
		if s.start, err = c.Int(3); err != nil {
			return s, err
		}
	}
	if c.Len() > 5 {
		if err = s.setUnit(c.Arg(5)); err != nil {
			return s, err
		}
	}
	if c.Len() > 4 {
		s.end, err = c.Int(4)
	}
	return s, err
}
