package zset

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/value/zset"
)

var zscanSpec = &command.Spec{
	Name: "zscan", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.8.0", Cost: "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection.",
	Syntax:  "key cursor:integer [MATCH pattern] [COUNT count:integer]",
	Summary: "Walks the members of a sorted set and their scores a few at a time.",
	Run:     runZscan,
}

func runZscan(c *command.Ctx) error {
	if _, ok := command.ParseUint(c.Arg(2)); !ok {
		return command.ErrCursor
	}
	var s zset.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}
	if s.Len() == 0 {
		c.Reply.Array(2)
		c.Reply.BulkString("0")
		c.Reply.Array(0)
		return nil
	}
	o, err := command.ParseScan(c, 2, command.ScanOther)
	if err != nil {
		return err
	}

	mark := c.Reply.DeferArray()
	walked, n := 0, 0
	cursor := o.Cursor
	for steps := 0; steps < maxScanSteps*o.Count && walked < o.Count; steps++ {
		cursor = s.Scan(cursor, func(member []byte, score float64) {
			walked++
			if o.Accepts(member) {
				c.Reply.Bulk(member)
				var room [32]byte
				c.Reply.Bulk(resp.AppendDouble(room[:0], score))
				n += 2
			}
		})
		if cursor == 0 {
			break
		}
	}
	c.Reply.EndArray(mark, n)
	c.ReplyCursor(mark, cursor)
	return nil
}

// maxScanSteps is how many buckets a call walks over at most for each element that is asked for, if they are empty.
const maxScanSteps = 10
