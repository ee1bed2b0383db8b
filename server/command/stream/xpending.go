package stream

import (
	"strconv"

	"redstart/server/command"
	"redstart/storage/value/stream"
)

var xpendingSpec = &command.Spec{
	Name: "xpending", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Stream,
	Tips:  []string{"nondeterministic_output"},
	Since: "5.0.0", Cost: "O(N) with N being the number of elements returned, so asking for a small fixed number of entries per call is O(1). O(M), where M is the total number of entries scanned when used with the IDLE filter. When the command returns just the summary and the list of consumers is small, it runs in O(1) time; otherwise, an additional O(N) time for iterating every consumer.",
	Syntax:  "key group [filters:([IDLE min-idle-time:integer@6.2.0] start end count:integer [consumer])]",
	Summary: "Lists what consumers of a group have been given and have not acknowledged.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `IDLE` option and exclusive range intervals."},
	},
	Run: runXpending,
}

// wanted is what XPENDING lists.
type wanted struct {
	idle     int64 // ms at least
	from, to stream.ID
	count    int64
	consumer []byte // nil: all
}

func runXpending(c *command.Ctx) error {
	q, err := parsePending(c)
	if err != nil {
		return err
	}
	s, err := look(c, c.Arg(1))
	if err != nil {
		return err
	}
	var g *stream.Group
	if s != nil {
		g = s.Group(c.Arg(2))
	}
	if g == nil {
		return command.ErrNoGroup(c.Arg(1), c.Arg(2))
	}

	if c.Len() == 3 {
		replyPending(c, g)
		return nil
	}
	p := g.From(q.from)
	if q.consumer != nil {
		w := g.Consumer(q.consumer)
		if w == nil {
			c.Reply.Array(0)
			return nil
		}
		p = g.Of(w, q.from)
	}
	listPending(c, &q, p)
	return nil
}

// parsePending reads the words behind the group; words behind the consumer do not count.
func parsePending(c *command.Ctx) (wanted, error) {
	var q wanted
	if c.Len() == 3 {
		return q, nil
	}
	if c.Len() < 6 || c.Len() > 9 {
		return q, command.ErrSyntax
	}
	i := 3
	var err error
	if command.Fold(c.Arg(3), "IDLE") {
		if q.idle, err = c.Int(4); err != nil {
			return q, err
		}
		if c.Len() < 8 {
			return q, command.ErrSyntax
		}
		i = 5
	}
	if q.count, err = c.Int(i + 2); err != nil {
		return q, err
	}
	if q.from, err = parseStart(c.Arg(i)); err != nil {
		return q, err
	}
	if q.to, err = parseEnd(c.Arg(i + 1)); err != nil {
		return q, err
	}
	if i+3 < c.Len() {
		q.consumer = c.Arg(i + 3)
	}
	return q, nil
}

// replyPending answers how much is pending in all, and at whom.
func replyPending(c *command.Ctx, g *stream.Group) {
	w := c.Reply
	w.Array(4)
	w.Int(int64(g.Pending()))
	first, ok := g.FirstPending()
	if !ok {
		w.Null()
		w.Null()
		w.NullArray()
		return
	}
	last, _ := g.LastPending()
	replyID(w, first)
	replyID(w, last)
	mark, n := w.DeferArray(), 0
	for _, k := range g.Consumers() {
		if k.Pending() == 0 {
			continue
		}
		n++
		w.Array(2)
		w.BulkString(k.Name)
		var room [20]byte
		w.Bulk(strconv.AppendInt(room[:0], int64(k.Pending()), 10))
	}
	w.EndArray(mark, n)
}

// listPending answers with single entries, from p on.
func listPending(c *command.Ctx, q *wanted, p stream.Waiting) {
	w := c.Reply
	mark, n := w.DeferArray(), 0
	for ; p.OK() && int64(n) < q.count && !q.to.Less(p.ID()); p.Next() {
		d := p.Delivery()
		idle := c.Tx.Now() - d.Time
		if q.idle != 0 && idle < q.idle {
			continue
		}
		n++
		w.Array(4)
		replyID(w, p.ID())
		w.BulkString(d.Consumer.Name)
		w.Int(max(idle, 0))
		w.Int(d.Count)
	}
	w.EndArray(mark, n)
}
