package hash

import (
	"math"

	"redstart/server/command"
	value "redstart/storage/value/hash"
	"redstart/storage/value/pack"
)

var hrandfieldSpec = &command.Spec{
	Name: "hrandfield", Arity: -2,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Hash,
	Tips:  []string{"nondeterministic_output"},
	Since: "6.2.0", Cost: "O(N) where N is the number of fields returned",
	Syntax:  "key [options:(count:integer [WITHVALUES])]",
	Summary: "Shows random fields of a hash.",
	Run:     runHrandfield,
}

func runHrandfield(c *command.Ctx) error {
	if c.Len() > 2 {
		return showMany(c)
	}
	var h value.Hash
	err := view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}
	if h.Len() == 0 {
		c.Reply.Null()
		return nil
	}

	name, _ := h.Random(c.Tx.Rand())
	reply(c, name)
	return nil
}

// showMany is HRANDFIELD with a number: of different fields, or, negative, of any.
func showMany(c *command.Ctx) error {
	count, err := c.RandomCount(2)
	if err != nil {
		return err
	}
	values := c.Len() > 3
	switch {
	case c.Len() > 4 || values && !command.Fold(c.Arg(3), "WITHVALUES"):
		return command.ErrSyntax
	case values && (count > math.MaxInt64/2 || count < -math.MaxInt64/2):
		return command.ErrRandomDouble
	}
	if err := command.CheckRepeats(count); err != nil {
		return err
	}
	var h value.Hash
	err = view(c, c.Arg(1), &h)
	if err != nil {
		return err
	}
	if count == 0 || h.Len() == 0 {
		c.Reply.Array(0)
		return nil
	}

	show := func(name, value pack.Entry) bool {
		if !values {
			reply(c, name)
			return true
		}
		c.Reply.Tuple(2)
		reply(c, name)
		reply(c, value)
		return true
	}
	n := int(min(count, int64(h.Len())))
	if count < 0 {
		n = int(-count)
	}
	if values {
		c.Reply.Tuples(n, 2)
	} else {
		c.Reply.Array(n)
	}
	if count < 0 {
		h.Draw(n, c.Tx.Rand, show)
	} else {
		h.Sample(n, c.Tx.Rand, show)
	}
	return nil
}
