package set

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var saddSpec = &command.Spec{
	Name: "sadd", Arity: -3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Insert),
	Group: command.Set,
	Since: "1.0.0", Cost: "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
	Syntax:  "key member...",
	Summary: "Adds members to a set; a missing key starts empty.",
	History: []command.Change{
		{Since: "2.4.0", What: "Accepts multiple `member` arguments."},
	},
	Run: runSadd,
}

func runSadd(c *command.Ctx) error {
	key := c.Arg(1)
	r, err := c.Tx.EditValue(key, table.KindSet)
	if err != nil {
		return err
	}
	lim := limits(c)
	var s value.Set
	edit(c, &s, r, pack.Parse(c.Arg(2)), c.Len()-2, &lim)
	n := 0
	for _, member := range c.Args[2:] {
		if s.Add(pack.Parse(member), &lim) {
			n++
		}
	}
	if n > 0 {
		store(c, key, r, &s, "sadd", n)
	}

	c.Reply.Int(int64(n))
	return nil
}
