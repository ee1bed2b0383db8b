package hll

import (
	"redstart/server/command"
	"redstart/storage/value/hll"
)

var pfcountSpec = &command.Spec{
	Name: "pfcount", Arity: -2,
	Flags: command.ReadOnly | command.MayChange,
	Keys:  command.Noted("RW because it may change the internal representation of the key, and propagate to replicas", command.KeyRange(1, -1, 1, command.RW|command.AccessValue)),
	Group: command.HyperLogLog,
	Since: "2.8.9", Cost: "O(1) with a very small average constant time when called with a single key. O(N) with N being the number of keys, and much bigger constant times, when called with multiple keys.",
	Syntax:  "key...",
	Summary: "Estimates how many different elements one HyperLogLog, or several together, have seen.",
	Run:     runPfcount,
}

func runPfcount(c *command.Ctx) error {
	if c.Len() == 2 {
		return countOne(c)
	}
	buffer, regs, _ := registers(c)
	for _, key := range c.Args[1:] {
		_, b, err := read(c, key)
		if err != nil {
			return err
		}
		if b != nil && hll.Merge(regs, b) != nil {
			return command.ErrHLLDamaged
		}
	}

	c.Reply.Uint(hll.CountAll(regs))
	c.Tx.KeepScratch(buffer)
	return nil
}

// countOne replies with the estimate that the value keeps. One that is out of date is made anew, which is a change that is logged.
func countOne(c *command.Ctx) error {
	key := c.Arg(1)
	r, b, err := read(c, key)
	if err != nil {
		return err
	}
	if b == nil {
		c.Reply.Int(0)
		return nil
	}
	r.SetRaw(true)
	n, ok := hll.Estimate(b)
	if !ok {
		if n, err = hll.Count(b); err != nil {
			return command.ErrHLLDamaged
		}
		c.Tx.Unshare(key)
		hll.SetEstimate(b, n)
		c.Tx.Bump()
	}

	c.Reply.Uint(n)
	return nil
}
