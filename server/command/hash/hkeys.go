package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
	"redstart/storage/value/pack"
)

var hkeysSpec = &command.Spec{
	Name: "hkeys", Arity: 2,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Hash,
	Tips:  []string{"nondeterministic_output_order"},
	Since: "2.0.0", Cost: "O(N) where N is the size of the hash.",
	Syntax:  "key",
	Summary: "Shows all fields of a hash.",
	Run:     runHkeys,
}

func runHkeys(c *command.Ctx) error {
	var h value.Hash
	err := view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}

	c.Reply.Array(h.Len())
	h.Each(func(name, _ pack.Entry, _ int64) bool {
		reply(c, name)
		return true
	})
	return nil
}
