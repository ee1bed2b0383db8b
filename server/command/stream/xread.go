package stream

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/stream"
)

var xreadSpec = &command.Spec{
	Name: "xread", Arity: -4,
	Flags:   command.ReadOnly | command.Blocking,
	Keys:    command.KeysAfter("STREAMS", 1, -1, 2, command.RO|command.AccessValue),
	Group:   command.Stream,
	Since:   "5.0.0",
	Syntax:  "[COUNT count:integer] [BLOCK milliseconds:integer] STREAMS (key... id...)",
	Summary: "Reads what streams have after an ID, and may wait for it.",
	Run:     runXread,
}

func runXread(c *command.Ctx) error {
	o, err := parseReading(c, false)
	if err != nil {
		return err
	}
	for i := range o.streams {
		if _, _, err := readAfter(c, &o, i, look); err != nil {
			return err
		}
	}

	mark, n := c.Reply.DeferTable(), 0
	for i := range o.streams {
		if s, after, _ := readAfter(c, &o, i, look); hasAfter(s, after) {
			replyAfter(c, o.key(c, i), s, after, o.count)
			n++
		}
	}
	if n > 0 {
		c.Reply.EndTable(mark, n)
		return nil
	}

	if !o.blocks {
		c.Reply.NullArray()
		return nil
	}
	args, err := resolved(c, &o)
	if err != nil {
		return err
	}
	c.Block(&command.Block{
		Keys: c.Args[o.first : o.first+o.streams], Kind: table.KindStream,
		Deadline: o.deadline, Timeout: nothingRead, Args: args,
	})
	return nil
}

// nothingRead is the reply when the time to wait is up.
func nothingRead(w *resp.Writer) { w.NullArray() }

// finder finds a stream: look or peek.
type finder func(c *command.Ctx, key []byte) (*stream.Stream, error)

// readAfter finds stream i, nil where there is none, and the ID behind which it is read.
func readAfter(c *command.Ctx, o *reading, i int, find finder) (s *stream.Stream, after stream.ID, err error) {
	if s, err = find(c, o.key(c, i)); err != nil {
		return nil, after, err
	}
	switch word := o.id(c, i); {
	case isWord(word, '>'):
		return nil, after, command.ErrStreamReadNew
	case !isWord(word, '$') && !isWord(word, '+'):
		after, err = parseID(word, 0)
	case s != nil:
		after = s.Last()
		if end, ok := s.End(); word[0] == '+' && ok {
			after, _ = end.Prev()
		}
	}
	return s, after, err
}

// hasAfter reports whether s, which may be nil, has an entry behind id.
func hasAfter(s *stream.Stream, id stream.ID) bool {
	if s == nil {
		return false
	}
	end, ok := s.End()
	return ok && id.Less(end)
}

// replyAfter writes a stream's key and what it has behind an ID, count entries at most; 0: all.
func replyAfter(c *command.Ctx, key []byte, s *stream.Stream, after stream.ID, count int64) {
	c.Reply.Row()
	c.Reply.Bulk(key)
	from, _ := after.Next()
	var cur stream.Cursor
	cur.Range(s, from, stream.MaxID())
	replyEntries(c.Reply, &cur, count)
}

// resolved is the request with IDs in place of the words that stand for some: they are those of now, not of when the wait ends. nil:
// there are none.
func resolved(c *command.Ctx, o *reading) ([][]byte, error) {
	var args [][]byte
	for i := range o.streams {
		if w := o.id(c, i); !isWord(w, '$') && !isWord(w, '+') {
			continue
		}
		_, after, err := readAfter(c, o, i, peek)
		if err != nil {
			return nil, err
		}
		if args == nil {
			args = append(args, c.Args...)
		}
		args[o.first+o.streams+i] = after.Append(nil)
	}
	return args, nil
}
