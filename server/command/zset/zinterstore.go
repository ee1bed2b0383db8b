package zset

import "redstart/server/command"

var zinterstoreSpec = &command.Spec{
	Name: "zinterstore", Arity: -4,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.OW|command.Update),
		command.KeyCount(2, command.RO|command.AccessValue),
	),
	Group: command.SortedSet,
	Since: "2.0.0", Cost: "O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of input sorted sets and M being the number of elements in the resulting sorted set.",
	Syntax:  "destination:key numkeys:integer key#1... [WEIGHTS weight:integer...] [AGGREGATE (SUM | MIN | MAX)]",
	Summary: "Stores the members that several sorted sets have in common in a key.",
	Run:     runZinterstore,
}

func runZinterstore(c *command.Ctx) error { return storeCombined(c, intersection, "zinterstore") }
