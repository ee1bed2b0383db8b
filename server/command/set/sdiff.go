package set

import (
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var sdiffSpec = &command.Spec{
	Name: "sdiff", Arity: -2,
	Flags: command.ReadOnly,
	Keys:  command.KeyRange(1, -1, 1, command.RO|command.AccessValue),
	Group: command.Set,
	Tips:  []string{"nondeterministic_output_order"},
	Since: "1.0.0", Cost: "O(N) where N is the total number of elements in all given sets.",
	Syntax:  "key...",
	Summary: "Lists the members of the first set that none of the others has.",
	Run:     runSdiff,
}

func runSdiff(c *command.Ctx) error {
	var room [fewSets]value.Set
	sets, err := views(c, room[:0], c.Args[1:])
	if err != nil {
		return err
	}
	n, mark := 0, c.Reply.DeferSet()
	value.Diff(sets, func(e pack.Entry) {
		reply(c, e)
		n++
	})
	c.Reply.EndSet(mark, n)
	return nil
}
