package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
)

var httlSpec = &command.Spec{
	Name: "httl", Arity: -5,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Hash,
	Tips:  []string{"nondeterministic_output"},
	Since: "7.4.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key FIELDS (numfields:integer field...)",
	Summary: "Reports the times to live of fields in seconds.",
	Run:     runHttl,
}

func runHttl(c *command.Ctx) error { return showTimes(c, command.Seconds) }

// showTimes reports when fields expire, in u; it is HTTL and its kin. Seconds are rounded up.
func showTimes(c *command.Ctx, u command.Unit) error {
	var h value.Hash
	err := view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}
	a := c.Options(2)
	fields, err := readFields(&a, command.ErrFieldsBelow1)
	if err != nil {
		return err
	}

	c.Reply.Array(len(fields))
	for _, name := range fields {
		f, ok := h.Find(name)
		switch {
		case !ok:
			c.Reply.Int(noField)
			continue
		case f.At == 0:
			c.Reply.Int(noTime)
			continue
		}
		at := f.At
		if u == command.Seconds || u == command.Milliseconds {
			at -= c.Tx.Now()
		}
		if u == command.Seconds || u == command.UnixSeconds {
			at = (at + 999) / 1000
		}
		c.Reply.Int(at)
	}
	return nil
}
