package zset

import (
	"redstart/server/command"
	"redstart/storage/value/zset"
)

var zrangestoreSpec = &command.Spec{
	Name: "zrangestore", Arity: -5,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.OW|command.Update),
		command.Key(2, command.RO|command.AccessValue),
	),
	Group: command.SortedSet,
	Since: "6.2.0", Cost: "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements stored into the destination key.",
	Syntax:  "dst:key src:key#1 min max [sortby:(BYSCORE | BYLEX)] [REV] [LIMIT (offset:integer count:integer)]",
	Summary: "Stores a range of the members of a sorted set in another key.",
	Run:     runZrangestore,
}

func runZrangestore(c *command.Ctx) error {
	q, err := parseRange(c, 3, anyOrder, anyDirection, false)
	if err != nil {
		return err
	}
	var s zset.Set
	err = view(c, c.Arg(2), &s)
	if err != nil {
		return err
	}

	key := c.Arg(1)
	first, n := q.span(&s)
	if n == 0 {
		c.Tx.Delete(key, "del")
		c.Reply.Int(0)
		return nil
	}
	size := 0
	if q.by == byRank { // Redis knows the size before it begins
		size = n
	}
	l := limits(c)
	e := edited{set: zset.New(c.Tx.Scratch(), size, 0, l)}
	it := q.iter(&s, first, n)
	var digits [20]byte
	for range n {
		m, score, _ := it.Next()
		member := text(m, digits[:0])
		at, _ := e.set.Find(member)
		e.set.Insert(at, member, score, l)
	}
	e.store(c, key, "zrangestore")

	c.Reply.Int(int64(n))
	return nil
}
