package set

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var sintercardSpec = &command.Spec{
	Name: "sintercard", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.KeyCount(1, command.RO|command.AccessValue),
	Group: command.Set,
	Since: "7.0.0", Cost: "O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.",
	Syntax:  "numkeys:integer key... [LIMIT limit:integer]",
	Summary: "Counts the members that all of the sets have, up to a limit.",
	Run:     runSintercard,
}

func runSintercard(c *command.Ctx) error {
	keys, limit, err := parseSintercard(c)
	if err != nil {
		return err
	}
	var room [fewSets]value.Set
	sets, err := views(c, room[:0], keys)
	if err != nil {
		return err
	}
	n := int64(0)
	value.Inter(sets, func(pack.Entry) bool {
		n++
		return n != limit
	})
	c.Reply.Int(n)
	return nil
}

// parseSintercard returns the keys, and the limit: 0 for none.
func parseSintercard(c *command.Ctx) (keys [][]byte, limit int64, err error) {
	n, ok := resp.ParseInt(c.Arg(1))
	switch {
	case !ok || n < 1:
		return nil, 0, command.ErrNumKeys
	case n > int64(c.Len()-2):
		return nil, 0, command.ErrManyKeys
	}
	end := 2 + int(n)
	a := c.Options(end)
	for a.More() {
		if !a.Is("LIMIT") || a.Left() == 0 {
			return nil, 0, command.ErrSyntax
		}
		if limit, ok = resp.ParseInt(a.Bytes()); !ok || limit < 0 {
			return nil, 0, command.ErrLimitBelow0
		}
	}
	return c.Args[2:end], limit, nil
}
