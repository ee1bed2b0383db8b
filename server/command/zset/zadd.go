package zset

import "redstart/server/command"

var zaddSpec = &command.Spec{
	Name: "zadd", Arity: -4,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.SortedSet,
	Since: "1.2.0", Cost: "O(log(N)) for each item added, where N is the number of elements in the sorted set.",
	Syntax:  "key [condition:(NX | XX)@3.0.2] [comparison:(GT | LT)@6.2.0] [change:CH@3.0.2] [increment:INCR@3.0.2] data:(score:double member)...",
	Summary: "Adds members to a sorted set, or changes their scores.",
	History: []command.Change{
		{Since: "2.4.0", What: "Accepts multiple elements."},
		{Since: "3.0.2", What: "Added the `XX`, `NX`, `CH` and `INCR` options."},
		{Since: "6.2.0", What: "Added the `GT` and `LT` options."},
	},
	Run: runZadd,
}

func runZadd(c *command.Ctx) error {
	a := c.Options(2)
	var how condition
	for a.More() {
		switch {
		case a.Is("NX"):
			how |= onlyNew
		case a.Is("XX"):
			how |= onlyOld
		case a.Is("CH"):
			how |= countChanged
		case a.Is("INCR"):
			how |= increment
		case a.Is("GT"):
			how |= onlyGreater
		case a.Is("LT"):
			how |= onlyLess
		default:
			return addPairs(c, c.Args[c.Len()-a.Left():], how)
		}
	}
	return command.ErrSyntax
}
