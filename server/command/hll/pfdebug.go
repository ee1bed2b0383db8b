package hll

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/hll"
)

var pfdebugSpec = &command.Spec{
	Name: "pfdebug", Arity: 3,
	Flags: command.Write | command.DenyOOM | command.Admin,
	Keys:  command.Key(2, command.RW|command.AccessValue),
	Group: command.HyperLogLog,
	Since: "2.8.9", Cost: "N/A",
	Syntax:   "subcommand key",
	Summary:  "Shows how a HyperLogLog is kept, or makes it dense.",
	DocFlags: []string{"syscmd"},
	Run:      runPfdebug,
}

func runPfdebug(c *command.Ctx) error {
	if command.Fold(c.Arg(1), "SIMD") {
		return setSIMD(c)
	}
	key := c.Arg(2)
	r, b, err := edit(c, key)
	if err != nil {
		return err
	}
	if r.IsNil() {
		return command.ErrHLLNoKey
	}

	switch word := c.Arg(1); {
	case command.Fold(word, "GETREG"):
		return showRegisters(c, key, r, b)
	case command.Fold(word, "DECODE"):
		if hll.Dense(b) {
			return command.ErrHLLDense
		}
		text := hll.AppendRuns(c.Tx.Scratch(), b)
		c.Reply.Bulk(text)
		c.Tx.KeepScratch(text)
	case command.Fold(word, "ENCODING"):
		if hll.Dense(b) {
			c.Reply.Simple("dense")
		} else {
			c.Reply.Simple("sparse")
		}
	case command.Fold(word, "TODENSE"):
		sparse := !hll.Dense(b)
		if _, err := toDense(c, key, r, b); err != nil {
			return err
		}
		c.Reply.Int(one(sparse))
	default:
		return command.ErrUnknownPfdebug(word)
	}
	return nil
}

// setSIMD answers PFDEBUG SIMD, which has no effect here: there is one way to merge.
func setSIMD(c *command.Ctx) error {
	switch word := c.Arg(2); {
	case command.Fold(word, "ON"):
		c.Reply.Simple("enabled")
	case command.Fold(word, "OFF"):
		c.Reply.Simple("disabled")
	default:
		return command.ErrHLLSwitch
	}
	return nil
}

// showRegisters replies with all registers; they are made dense for it, as by Redis.
func showRegisters(c *command.Ctx, key []byte, r table.Record, b []byte) error {
	b, err := toDense(c, key, r, b)
	if err != nil {
		return err
	}

	c.Reply.Array(hll.Registers)
	for i := range hll.Registers {
		c.Reply.Int(int64(hll.Get(b, i)))
	}
	return nil
}

// toDense makes the value b of r dense and returns it. Nobody is notified.
func toDense(c *command.Ctx, key []byte, r table.Record, b []byte) ([]byte, error) {
	if hll.Dense(b) {
		return b, nil
	}
	d, err := hll.ToDense(append(c.Tx.Scratch(), b...))
	if err != nil {
		return nil, command.ErrHLLDamaged
	}
	b = c.Tx.Resize(key, r, len(d), len(d)).Value()
	copy(b, d)
	c.Tx.KeepScratch(d)
	c.Tx.Bump()
	return b, nil
}
