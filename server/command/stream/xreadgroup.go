package stream

import (
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/stream"
)

var xreadgroupSpec = &command.Spec{
	Name: "xreadgroup", Arity: -7,
	Flags: command.Write | command.Blocking,
	Keys:  command.KeysAfter("STREAMS", 4, -1, 2, command.RO|command.AccessValue),
	Group: command.Stream,
	Since: "5.0.0", Cost: "For each stream mentioned: O(M) with M being the number of elements returned. If M is constant (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1). On the other side when XREADGROUP blocks, XADD will pay the O(N) time in order to serve the N clients blocked on the stream getting new data.",
	Syntax:  "GROUP group-block:(group consumer) [COUNT count:integer] [BLOCK milliseconds:integer] [NOACK] STREAMS (key... id...)",
	Summary: "Gives a consumer of a group new entries of streams, or those that it has not acknowledged.",
	Run:     runXreadgroup,
}

func runXreadgroup(c *command.Ctx) error {
	o, err := parseReading(c, true)
	if err != nil {
		return err
	}
	for i := range o.streams {
		if err := checkGroup(c, &o, i); err != nil {
			return err
		}
	}

	e := newEffects(c)
	e.group = o.group
	mark, n := c.Reply.DeferTable(), 0
	for i := range o.streams {
		if readGroup(c, &o, i, &e) {
			n++
		}
	}
	e.done()
	switch {
	case n > 0:
		c.Reply.EndTable(mark, n)
	case o.blocks:
		c.Block(&command.Block{
			Keys: c.Args[o.first : o.first+o.streams], Kind: table.KindStream, Gone: true, Group: o.group,
			Deadline: o.deadline, Timeout: nothingRead,
		})
	default:
		c.Reply.NullArray()
	}
	return nil
}

// checkGroup reports what is wrong with stream i or its ID.
func checkGroup(c *command.Ctx, o *reading, i int) error {
	key, word := o.key(c, i), o.id(c, i)
	s, err := look(c, key)
	switch {
	case err != nil:
		return err
	case s == nil || s.Group(o.group) == nil:
		return command.ErrReadNoGroup(key, o.group)
	case isWord(word, '$'):
		return command.ErrStreamLastID
	case isWord(word, '+'):
		return command.ErrStreamPlusID
	case isWord(word, '>'):
		return nil
	}
	_, err = parseID(word, 0)
	return err
}

// readGroup reads stream i, which checkGroup has checked, and reports whether the reply has something of it: new entries where there
// are some, or, for an ID, what the consumer has not acknowledged.
func readGroup(c *command.Ctx, o *reading, i int, e *effects) bool {
	key, word := o.key(c, i), o.id(c, i)
	r, s, err := editRead(c, key)
	if err != nil || s == nil {
		return false
	}
	g, now, event := s.Group(o.group), c.Tx.Now(), storage.Event("")
	e.key = key
	w := g.Consumer(o.consumer)
	made := w == nil
	if made {
		w, event = g.AddConsumer(o.consumer, now), "xgroup-createconsumer"
		e.consumer(o.consumer)
	}
	w.Seen = now
	isNew, after := parseGiven(word)
	some := !isNew || hasAfter(s, g.Last)
	if some {
		c.Reply.Row()
		c.Reply.Bulk(key)
		if isNew {
			giveNew(c, o, s, g, w, e)
		} else {
			giveOld(c, o, s, g, w, after)
		}
	}
	if made || isNew && some {
		store(c, key, r, s, event)
	}
	return some
}

// parseGiven reads the ID that a consumer reads behind, which checkGroup has checked, and reports whether it wants new entries: the
// greatest ID of all means that too.
func parseGiven(word []byte) (isNew bool, after stream.ID) {
	if isWord(word, '>') {
		return true, after
	}
	after, _ = parseID(word, 0)
	return after == stream.MaxID(), after
}

// giveNew gives w the entries that nobody in the group has had.
func giveNew(c *command.Ctx, o *reading, s *stream.Stream, g *stream.Group, w *stream.Consumer, e *effects) {
	now := c.Tx.Now()
	from, _ := g.Last.Next()
	var cur stream.Cursor
	cur.Range(s, from, stream.MaxID())
	mark, n := c.Reply.DeferArray(), 0
	var entry stream.Entry
	for ; (o.count == 0 || int64(n) < o.count) && cur.Next(&entry); n++ {
		id := entry.ID
		replyEntry(c.Reply, &entry)
		s.Advance(g, id)
		if !o.noAck {
			w.Active = now
			e.claim(g, id, g.Deliver(id, w, now, 1))
		}
	}
	c.Reply.EndArray(mark, n)
	e.position(g)
}

// giveOld gives w once more what it has not acknowledged, behind an ID. Entries that have been deleted are null.
func giveOld(c *command.Ctx, o *reading, s *stream.Stream, g *stream.Group, w *stream.Consumer, after stream.ID) {
	mark, n := c.Reply.DeferArray(), 0
	from, _ := after.Next()
	var entry stream.Entry
	for p := g.Of(w, from); p.OK() && (o.count == 0 || int64(n) < o.count); p.Next() {
		n++
		if !s.Get(p.ID(), &entry) {
			c.Reply.Array(2)
			replyID(c.Reply, p.ID())
			c.Reply.NullArray()
			continue
		}
		replyEntry(c.Reply, &entry)
		d := p.Delivery()
		d.Time = c.Tx.Now()
		d.Count++
	}
	c.Reply.EndArray(mark, n)
}
