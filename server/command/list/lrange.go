package list

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/list"
	"redstart/storage/value/pack"
)

var lrangeSpec = &command.Spec{
	Name: "lrange", Arity: 4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.List,
	Since: "1.0.0", Cost: "O(S+N) where S is the distance of start offset from HEAD for small lists, from nearest end (HEAD or TAIL) for large lists; and N is the number of elements in the specified range.",
	Syntax:  "key start:integer stop:integer",
	Summary: "Reads a range of a list, by indexes.",
	Run:     runLrange,
}

func runLrange(c *command.Ctx) error {
	start, err := c.Int(2)
	if err != nil {
		return err
	}
	stop, err := c.Int(3)
	if err != nil {
		return err
	}
	r, err := c.Tx.Value(c.Arg(1), table.KindList)
	if err != nil {
		return err
	}

	v := list.Of(r)
	from, to := span(start, stop, v.Len())
	replyRange(c, v, from, to)
	return nil
}

// span is what two indexes, both included, mean in a list of n elements: those from position from on, before to. Negative ones count
// from the end, and those outside of the list mean its ends. Where there is nothing between them, both are n.
func span(start, stop int64, n int) (from, to int) {
	if start < 0 {
		start = max(start+int64(n), 0)
	}
	if stop < 0 {
		stop += int64(n)
	}
	stop = min(stop, int64(n)-1)
	if start > stop {
		return n, n
	}
	return int(start), int(stop) + 1
}

// replyRange writes the elements from position from on, before to.
func replyRange(c *command.Ctx, v list.View, from, to int) {
	c.Reply.Array(to - from)
	for from < to {
		s := v.Span(from)
		n := min(s.After, to-from)
		from += n
		for pos := s.Pos; n > 0; n-- {
			var e pack.Entry
			e, pos = s.At(pos)
			reply(c, e)
		}
	}
}
