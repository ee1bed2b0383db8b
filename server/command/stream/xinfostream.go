package stream

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/value/stream"
)

var xinfoStreamSpec = &command.Spec{
	Name: "stream", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.Key(2, command.RO|command.AccessValue),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  "key [full-block:(FULL [COUNT count:integer])]",
	Summary: "Describes a stream; with FULL also its entries, groups and consumers.",
	History: []command.Change{
		{Since: "6.0.0", What: "Added the `FULL` modifier."},
		{Since: "7.0.0", What: "Added the `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` and `lag` fields"},
		{Since: "7.2.0", What: "Added the `active-time` field, and changed the meaning of `seen-time`."},
	},
	Run: runXinfoStream,
}

// defaultFull is how much of each list XINFO STREAM FULL shows.
const defaultFull = 10

func runXinfoStream(c *command.Ctx) error {
	s, err := lookStream(c)
	if err != nil {
		return err
	}
	if c.Len() == 3 {
		describe(c.Reply, s, 10)
		c.Reply.BulkString("groups")
		c.Reply.Int(int64(len(s.Groups())))
		replyEnds(c.Reply, s)
		return nil
	}
	if c.Len() != 4 && c.Len() != 6 || !command.Fold(c.Arg(3), "FULL") || c.Len() == 6 && !command.Fold(c.Arg(4), "COUNT") {
		return command.ErrSubSyntax("xinfo", c.Arg(1))
	}
	count := int64(defaultFull)
	if c.Len() == 6 {
		if count, err = c.Int(5); err != nil {
			return err
		}
		if count < 0 {
			count = defaultFull
		}
	}
	describe(c.Reply, s, 9)
	replyFull(c.Reply, s, count)
	return nil
}

// describe begins the map of fields pairs and writes the first seven of them.
func describe(w *resp.Writer, s *stream.Stream, fields int) {
	w.Map(fields)
	w.BulkString("length")
	w.Int(int64(s.Len()))
	w.BulkString("radix-tree-keys")
	w.Int(int64(s.Nodes()))
	w.BulkString("radix-tree-nodes")
	w.Int(int64(s.RadixNodes()))
	w.BulkString("last-generated-id")
	replyID(w, s.Last())
	w.BulkString("max-deleted-entry-id")
	replyID(w, s.MaxDeleted())
	w.BulkString("entries-added")
	w.Int(int64(s.Added()))
	w.BulkString("recorded-first-entry-id")
	replyID(w, s.First())
}

// replyEnds writes the first and the last entry.
func replyEnds(w *resp.Writer, s *stream.Stream) {
	var cur stream.Cursor
	var e stream.Entry
	w.BulkString("first-entry")
	if cur.Range(s, stream.ID{}, stream.MaxID()); cur.Next(&e) {
		replyEntry(w, &e)
	} else {
		w.Null()
	}
	w.BulkString("last-entry")
	if cur.Reverse(s, stream.ID{}, stream.MaxID()); cur.Next(&e) {
		replyEntry(w, &e)
	} else {
		w.Null()
	}
}

// replyFull writes the entries and the groups, count of each list at most; 0: all.
func replyFull(w *resp.Writer, s *stream.Stream, count int64) {
	w.BulkString("entries")
	var cur stream.Cursor
	cur.Range(s, stream.ID{}, stream.MaxID())
	replyEntries(w, &cur, count)
	w.BulkString("groups")
	w.Array(len(s.Groups()))
	for _, g := range s.Groups() {
		w.Map(7)
		w.BulkString("name")
		w.BulkString(g.Name)
		w.BulkString("last-delivered-id")
		replyID(w, g.Last)
		replyRead(w, g)
		replyLag(w, s, g)
		w.BulkString("pel-count")
		w.Int(int64(g.Pending()))
		w.BulkString("pending")
		mark, n := w.DeferArray(), 0
		for p := g.From(stream.ID{}); p.OK() && (count == 0 || int64(n) < count); p.Next() {
			d := p.Delivery()
			w.Array(4)
			replyID(w, p.ID())
			w.BulkString(d.Consumer.Name)
			w.Int(d.Time)
			w.Int(d.Count)
			n++
		}
		w.EndArray(mark, n)
		w.BulkString("consumers")
		w.Array(len(g.Consumers()))
		for _, k := range g.Consumers() {
			replyConsumer(w, g, k, count)
		}
	}
}

// replyConsumer writes a consumer and what is pending at it.
func replyConsumer(w *resp.Writer, g *stream.Group, k *stream.Consumer, count int64) {
	w.Map(5)
	w.BulkString("name")
	w.BulkString(k.Name)
	w.BulkString("seen-time")
	w.Int(k.Seen)
	w.BulkString("active-time")
	w.Int(k.Active)
	w.BulkString("pel-count")
	w.Int(int64(k.Pending()))
	w.BulkString("pending")
	mark, n := w.DeferArray(), 0
	for p := g.Of(k, stream.ID{}); p.OK() && (count == 0 || int64(n) < count); p.Next() {
		d := p.Delivery()
		w.Array(3)
		replyID(w, p.ID())
		w.Int(d.Time)
		w.Int(d.Count)
		n++
	}
	w.EndArray(mark, n)
}
