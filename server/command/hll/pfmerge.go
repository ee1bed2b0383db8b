package hll

import (
	"redstart/server/command"
	"redstart/storage/value/hll"
)

var pfmergeSpec = &command.Spec{
	Name: "pfmerge", Arity: -2,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.RW|command.AccessValue|command.Insert),
		command.KeyRange(2, -1, 1, command.RO|command.AccessValue),
	),
	Group: command.HyperLogLog,
	Since: "2.8.9", Cost: "O(N) to merge N HyperLogLogs, but with high constant times.",
	Syntax:  "destkey:key [sourcekey:key#1...]",
	Summary: "Makes a HyperLogLog that has seen all that it and others have seen.",
	Run:     runPfmerge,
}

func runPfmerge(c *command.Ctx) error {
	buffer, regs, scratch := registers(c)
	dense := false
	for _, key := range c.Args[1:] {
		_, b, err := read(c, key)
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		dense = dense || hll.Dense(b)
		if hll.Merge(regs, b) != nil {
			return command.ErrHLLDamaged
		}
	}

	dest := c.Arg(1)
	r, b, err := edit(c, dest)
	if err != nil {
		return err
	}
	switch {
	case r.IsNil():
		b = hll.AppendEmpty(scratch)
	case hll.Dense(b):
		c.Tx.Unshare(dest)
	default:
		b = append(scratch, b...)
	}
	if dense {
		b, err = hll.ToDense(b)
	}
	if err == nil {
		b, err = hll.RaiseAll(b, regs, mostSparse(c))
	}
	if err != nil {
		return command.ErrHLLDamaged
	}
	store(c, dest, r, b)
	c.Tx.KeepScratch(buffer)

	c.Reply.OK()
	return nil
}
