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
	s, err := view(c, c.Arg(2))
	if err != nil {
		return err
	}

	var b zset.Builder
	first, n := q.span(&s)
	it := s.Iter(first)
	var digits [20]byte
	for range n {
		m, score, _ := it.Next()
		b.Add(text(m, digits[:0]), score)
	}
	storeBuilt(c, c.Arg(1), &b, "zrangestore")
	return nil
}
