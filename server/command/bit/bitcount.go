package bit

import "redstart/server/command"

var bitcountSpec = &command.Spec{
	Name: "bitcount", Arity: -2,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Bitmap,
	Since: "2.6.0", Cost: "O(N)",
	Syntax:  "key [range:(start:integer end:integer [unit:(BYTE | BIT)@7.0.0])]",
	Summary: "Counts the bits that are set in a string or in a part of it.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the `BYTE|BIT` option."},
	},
	Run: runBitcount,
}

func runBitcount(c *command.Ctx) error {
	s, err := parseCountSpan(c)
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
	b := r.Value()
	from, to, ok := s.bits(len(b))
	backwards := s.start < 0 && s.end < 0 && s.start > s.end // even where both are before the first byte
	if !ok || backwards {
		c.Reply.Int(0)
		return nil
	}
	c.Reply.Int(countIn(b, from, to))
	return nil
}

func parseCountSpan(c *command.Ctx) (s span, err error) {
	s.end = -1
	switch c.Len() {
	case 2:
		return s, nil
	case 4, 5:
	default:
		return s, command.ErrSyntax
	}
	if s.start, err = c.Int(2); err != nil {
		return s, err
	}
	if s.end, err = c.Int(3); err != nil {
		return s, err
	}
	if c.Len() == 5 {
		err = s.setUnit(c.Arg(4))
	}
	return s, err
}
