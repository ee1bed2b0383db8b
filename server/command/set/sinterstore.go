package set

import (
	"slices"

	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var sinterstoreSpec = &command.Spec{
	Name: "sinterstore", Arity: -3,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.OW|command.Update),
		command.KeyRange(2, -1, 1, command.RO|command.AccessValue),
	),
	Group: command.Set,
	Since: "1.0.0", Cost: "O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.",
	Syntax:  "destination:key key#1...",
	Summary: "Keeps the intersection of sets in a key.",
	Run:     runSinterstore,
}

func runSinterstore(c *command.Ctx) error {
	return storeCombined(c, "sinterstore", func(sets []value.Set, lim *value.Limits) value.Set {
		slices.SortStableFunc(sets, value.Ascending)
		enc := value.Listpack // where no member has to be looked for, as all are new
		if sets[0].Encoding() == value.Intset {
			enc = value.Intset
		}
		to := value.New(enc, c.Tx.Scratch())
		value.Inter(sets, func(e pack.Entry) bool {
			to.AddNew(e, lim)
			return true
		})
		to.Narrow(lim)
		return to
	})
}
