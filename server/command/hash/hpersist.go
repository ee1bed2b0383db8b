package hash

import "redstart/server/command"

var hpersistSpec = &command.Spec{
	Name: "hpersist", Arity: -5,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Hash,
	Since: "7.4.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key FIELDS (numfields:integer field...)",
	Summary: "Takes away the times to live of fields.",
	Run:     runHpersist,
}

func runHpersist(c *command.Ctx) error {
	key := c.Arg(1)
	h, err := edit(c, key)
	if err != nil {
		return err
	}
	a := c.Options(2)
	fields, err := readFields(&a, command.ErrFieldsBelow1)
	if err != nil {
		return err
	}

	changed := false
	c.Reply.Array(len(fields))
	for _, name := range fields {
		f, ok := h.Find(name)
		switch {
		case !ok:
			c.Reply.Int(noField)
		case f.At == 0:
			c.Reply.Int(noTime)
		default:
			h.SetAt(f, 0)
			c.Reply.Int(done)
			changed = true
		}
	}
	if changed {
		h.store(c, key, "hpersist")
	}
	return nil
}

// What the commands on the times to live of fields say of one.
const (
	noField   = -2
	noTime    = -1
	unchanged = 0
	done      = 1
	removed   = 2
)
