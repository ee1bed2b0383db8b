package set

import (
	"redstart/server/command"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var sscanSpec = &command.Spec{
	Name: "sscan", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Set,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.8.0", Cost: "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection.",
	Syntax:  "key cursor:integer [MATCH pattern] [COUNT count:integer]",
	Summary: "Walks over the members of a set a few at a time.",
	Run:     runSscan,
}

func runSscan(c *command.Ctx) error {
	o, err := command.ParseScan(c, 2, command.ScanOther)
	if err == command.ErrCursor {
		return err
	}
	var s value.Set
	wrong := view(c, c.Arg(1), &s)
	if wrong != nil {
		return wrong
	}
	if s.Len() > 0 && err != nil {
		return err
	}

	n := 0
	mark := c.Reply.DeferArray()
	cursor := s.Scan(o.Cursor, o.Count, func(e pack.Entry) {
		if o.Pattern == nil || o.Accepts(text(c, e)) {
			reply(c, e)
			n++
		}
	})
	c.Reply.EndArray(mark, n)
	c.ReplyCursor(mark, cursor)
	return nil
}
