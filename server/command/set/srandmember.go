package set

import (
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var srandmemberSpec = &command.Spec{
	Name: "srandmember", Arity: -2,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Set,
	Tips:  []string{"nondeterministic_output"},
	Since: "1.0.0", Cost: "Without the count argument O(1), otherwise O(N) where N is the absolute value of the passed count.",
	Syntax:  "key [count:integer@2.6.0]",
	Summary: "Shows random members of a set.",
	History: []command.Change{
		{Since: "2.6.0", What: "Added the optional `count` argument."},
	},
	Run: runSrandmember,
}

func runSrandmember(c *command.Ctx) error {
	if c.Len() > 2 {
		return showMany(c)
	}
	var s value.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}
	if s.Len() == 0 {
		c.Reply.Null()
		return nil
	}
	reply(c, s.Random(c.Tx.Rand))
	return nil
}

// showMany is SRANDMEMBER with a number: of different members, or, negative, of any.
func showMany(c *command.Ctx) error {
	if c.Len() > 3 {
		return command.ErrSyntax
	}
	count, err := c.RandomCount(2)
	if err != nil {
		return err
	}
	if err := command.CheckRepeats(count); err != nil {
		return err
	}
	var s value.Set
	err = view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}
	switch n := int64(s.Len()); {
	case n == 0 || count == 0:
		c.Reply.Array(0)
	case count < 0:
		c.Reply.Array(int(-count))
		for ; count < 0; count++ {
			reply(c, s.Random(c.Tx.Rand))
		}
	default:
		count = min(count, n)
		c.Reply.Array(int(count))
		s.Sample(int(count), c.Tx.Rand, func(e pack.Entry) { reply(c, e) })
	}
	return nil
}
