package set

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var sremSpec = &command.Spec{
	Name: "srem", Arity: -3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.Set,
	Since: "1.0.0", Cost: "O(N) where N is the number of members to be removed.",
	Syntax:  "key member...",
	Summary: "Removes members from a set.",
	History: []command.Change{
		{Since: "2.4.0", What: "Accepts multiple `member` arguments."},
	},
	Run: runSrem,
}

func runSrem(c *command.Ctx) error {
	key := c.Arg(1)
	r, err := c.Tx.EditValue(key, table.KindSet)
	if err != nil {
		return err
	}
	n := 0
	if !r.IsNil() {
		var s value.Set
		s.Open(r, c.Tx.Scratch())
		for _, member := range c.Args[2:] {
			if s.Remove(pack.Parse(member)) {
				n++
			}
		}
		if n > 0 {
			storeRest(c, key, r, &s, "srem", n)
		}
	}

	c.Reply.Int(int64(n))
	return nil
}
