package zset

import "redstart/server/command"

var zunionstoreSpec = &command.Spec{
	Name: "zunionstore", Arity: -4,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.OW|command.Update),
		command.KeyCount(2, command.RO|command.AccessValue),
	),
	Group: command.SortedSet,
	Since: "2.0.0", Cost: "O(N)+O(M log(M)) with N being the sum of the sizes of the input sorted sets, and M being the number of elements in the resulting sorted set.",
	Syntax:  "destination:key numkeys:integer key#1... [WEIGHTS weight:integer...] [AGGREGATE (SUM | MIN | MAX)]",
	Summary: "Stores the members of several sorted sets together in a key.",
	Run:     runZunionstore,
}

func runZunionstore(c *command.Ctx) error { return storeCombined(c, union, "zunionstore") }
