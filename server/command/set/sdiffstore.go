package set

import (
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var sdiffstoreSpec = &command.Spec{
	Name: "sdiffstore", Arity: -3,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.OW|command.Update),
		command.KeyRange(2, -1, 1, command.RO|command.AccessValue),
	),
	Group: command.Set,
	Since: "1.0.0", Cost: "O(N) where N is the total number of elements in all given sets.",
	Syntax:  "destination:key key#1...",
	Summary: "Keeps the difference of sets in a key.",
	Run:     runSdiffstore,
}

func runSdiffstore(c *command.Ctx) error {
	var room [fewSets]value.Set
	sets, err := views(c, room[:0], c.Args[2:])
	if err != nil {
		return err
	}

	lim := limits(c)
	to := value.New(value.Intset, c.Tx.Scratch())
	value.Diff(sets, func(e pack.Entry) { to.AddNew(e, &lim) })
	storeCombined(c, &to, "sdiffstore")
	return nil
}
