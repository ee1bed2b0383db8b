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
	var room [fewSets]value.Set
	sets, err := views(c, room[:0], c.Args[2:])
	if err != nil {
		return err
	}

	slices.SortStableFunc(sets, value.Ascending)
	enc := value.Listpack
	if sets[0].Encoding() == value.Intset {
		enc = value.Intset
	}
	lim := limits(c)
	to := value.New(enc, c.Tx.Scratch())
	value.Inter(sets, func(e pack.Entry) bool {
		to.AddNew(e, &lim)
		return true
	})
	to.Narrow(&lim)
	storeCombined(c, &to, "sinterstore")
	return nil
}
