package set

import (
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var sinterSpec = &command.Spec{
	Name: "sinter", Arity: -2,
	Flags: command.ReadOnly,
	Keys:  command.KeyRange(1, -1, 1, command.RO|command.AccessValue),
	Group: command.Set,
	Tips:  []string{"nondeterministic_output_order"},
	Since: "1.0.0", Cost: "O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.",
	Syntax:  "key...",
	Summary: "Lists the members that all of the sets have.",
	Run:     runSinter,
}

func runSinter(c *command.Ctx) error {
	var room [fewSets]value.Set
	sets, err := views(c, room[:0], c.Args[1:])
	if err != nil {
		return err
	}
	n, mark := 0, c.Reply.DeferSet()
	value.Inter(sets, func(e pack.Entry) bool {
		reply(c, e)
		n++
		return true
	})
	c.Reply.EndSet(mark, n)
	return nil
}
