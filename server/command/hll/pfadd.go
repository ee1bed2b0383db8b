package hll

import (
	"redstart/server/command"
	"redstart/storage/value/hll"
)

var pfaddSpec = &command.Spec{
	Name: "pfadd", Arity: -2,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Insert),
	Group: command.HyperLogLog,
	Since: "2.8.9", Cost: "O(1) to add every element.",
	Syntax:  "key [element...]",
	Summary: "Shows elements to a HyperLogLog, which is made if it is missing, and says whether its registers changed.",
	Run:     runPfadd,
}

func runPfadd(c *command.Ctx) error {
	key := c.Arg(1)
	r, b, err := edit(c, key)
	if err != nil {
		return err
	}

	changed := r.IsNil()
	switch {
	case r.IsNil():
		b, _, err = raise(c, hll.AppendEmpty(c.Tx.Scratch()))
	case hll.Dense(b):
		c.Tx.Unshare(key)
		b, changed, err = raise(c, b)
	case raises(c, b):
		b, changed, err = raise(c, append(c.Tx.Scratch(), b...))
	}
	if err != nil {
		return err
	}
	if changed && store(c, key, r, b) {
		c.Tx.KeepScratch(b)
	}

	c.Reply.Int(one(changed))
	return nil
}

// raises reports whether an element would raise a register of b.
func raises(c *command.Ctx, b []byte) bool {
	for _, e := range c.Args[2:] {
		if i, v := hll.Place(e); hll.Get(b, i) < v {
			return true
		}
	}
	return false
}

// raise shows the elements of a request to b.
func raise(c *command.Ctx, b []byte) (_ []byte, changed bool, err error) {
	most := mostSparse(c)
	for _, e := range c.Args[2:] {
		i, v := hll.Place(e)
		var differs bool
		if b, differs, err = hll.Raise(b, i, v, most); err != nil {
			return b, false, command.ErrHLLDamaged
		}
		changed = changed || differs
	}
	return b, changed, nil
}
