package zset

import "redstart/server/command"

var zdiffstoreSpec = &command.Spec{
	Name: "zdiffstore", Arity: -4,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.OW|command.Update),
		command.KeyCount(2, command.RO|command.AccessValue),
	),
	Group: command.SortedSet,
	Since: "6.2.0", Cost: "O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the size of the first set, and K is the size of the result set.",
	Syntax:  "destination:key numkeys:integer key#1...",
	Summary: "Stores the members of a sorted set that others do not have in a key.",
	Run:     runZdiffstore,
}

func runZdiffstore(c *command.Ctx) error { return storeCombined(c, difference, "zdiffstore") }
