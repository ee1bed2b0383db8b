package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
	"redstart/storage/value/pack"
)

var hscanSpec = &command.Spec{
	Name: "hscan", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Hash,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.8.0", Cost: "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection.",
	Syntax:  "key cursor:integer [MATCH pattern] [COUNT count:integer] [NOVALUES]",
	Summary: "Walks over the fields of a hash a few at a time.",
	Run:     runHscan,
}

func runHscan(c *command.Ctx) error {
	o, err := command.ParseScan(c, 2, command.ScanHash)
	if err == command.ErrCursor {
		return err
	}
	var h value.Hash
	wrong := view(c, c.Arg(1), &h)
	if wrong != nil {
		return wrong
	}
	if h.Len() > 0 && err != nil {
		return err
	}

	n, seen := 0, 0
	mark := c.Reply.DeferArray()
	cursor := o.Cursor
	for more := h.Len() > 0; more; more = cursor != 0 && seen < o.Count {
		cursor = h.Scan(cursor, func(name, value pack.Entry) {
			seen++
			if o.Pattern != nil && !o.Accepts(text(c, name)) {
				return
			}
			reply(c, name)
			n++
			if !o.NoValues {
				reply(c, value)
				n++
			}
		})
	}
	if h.Len() == 0 {
		cursor = 0
	}
	c.Reply.EndArray(mark, n)
	c.ReplyCursor(mark, cursor)
	return nil
}
