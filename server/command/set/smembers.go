package set

import (
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var smembersSpec = &command.Spec{
	Name: "smembers", Arity: 2,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Set,
	Tips:  []string{"nondeterministic_output_order"},
	Since: "1.0.0", Cost: "O(N) where N is the set cardinality.",
	Syntax:  "key",
	Summary: "Lists all members of a set.",
	Run:     runSmembers,
}

func runSmembers(c *command.Ctx) error {
	var s value.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}
	c.Reply.Set(s.Len())
	s.Each(func(e pack.Entry) bool {
		reply(c, e)
		return true
	})
	return nil
}
