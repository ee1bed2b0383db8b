package stream

import (
	"math"

	"redstart/server/command"
	"redstart/storage/value/stream"
)

var xaddSpec = &command.Spec{
	Name: "xadd", Arity: -5,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Noted("UPDATE instead of INSERT because of the optional trimming feature", command.Key(1, command.RW|command.Update)),
	Group: command.Stream,
	Tips:  []string{"nondeterministic_output"},
	Since: "5.0.0", Cost: "O(1) when adding a new entry, O(N) when trimming where N being the number of entries evicted.",
	Syntax:  "key [NOMKSTREAM@6.2.0] [trim:(strategy:(MAXLEN | MINID@6.2.0) [operator:(equal:'=' | approximately:'~')] threshold [LIMIT count:integer@6.2.0])] id-selector:(auto-id:'*' | id) data:(field value)...",
	Summary: "Adds an entry to the end of a stream, and may trim its begin.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `NOMKSTREAM` option, `MINID` trimming strategy and the `LIMIT` option."},
		{Since: "7.0.0", What: "Added support for the `<ms>-*` explicit ID form."},
	},
	Run: runXadd,
}

func runXadd(c *command.Ctx) error {
	t, err := parseTrimming(c, true)
	if err != nil {
		return err
	}
	pairs := c.Args[min(t.next+1, c.Len()):]
	switch {
	case len(pairs) < 2 || len(pairs)%2 != 0:
		return command.ErrArity(c.Cmd.FullName)
	case t.auto == autoNone && t.id.IsZero():
		return command.ErrStreamZeroID
	}

	key := c.Arg(1)
	r, s, err := edit(c, key)
	if err != nil {
		return err
	}
	if s == nil {
		if t.noMake {
			c.Reply.Null()
			return nil
		}
		s = stream.New()
	}
	id, err := newID(s.Last(), &t, c.Tx.Now())
	if err != nil {
		return err
	}
	if tooLarge(pairs) {
		return command.ErrStreamLarge
	}
	s.Append(id, pairs, limits(c))
	trimmed := t.given && s.Trim(t.Trim) > 0
	store(c, key, r, s, "xadd")
	if trimmed {
		c.Tx.Notify(key, "xtrim")
	}

	text := id.Append(c.Tx.Scratch())
	c.Reply.Bulk(text)
	c.Tx.KeepScratch(logAdded(c, s, &t, text))
	return nil
}

// newID is the ID of an entry that is added to a stream whose last one is last; now is Unix ms.
func newID(last stream.ID, t *trimming, now int64) (stream.ID, error) {
	if last == stream.MaxID() {
		return last, command.ErrStreamExhausted
	}
	id := t.id
	switch {
	case t.auto == autoAll:
		if id = (stream.ID{MS: uint64(now)}); id.MS <= last.MS {
			id, _ = last.Next()
		}
		return id, nil
	case t.auto == autoSeq && id.MS == last.MS:
		if last.Seq == math.MaxUint64 {
			return id, command.ErrStreamSmallID
		}
		id.Seq = last.Seq + 1
	}
	if !last.Less(id) {
		return id, command.ErrStreamSmallID
	}
	return id, nil
}

// tooLarge reports whether an entry would not fit into a node at all.
func tooLarge(pairs [][]byte) bool {
	n := 0
	for _, p := range pairs {
		n += len(p)
	}
	return n > stream.MaxEntry
}

// logAdded logs the ID that was chosen, and what an approximate trim came to, in the places of the words that asked for them. Texts are
// appended to that of the ID.
func logAdded(c *command.Ctx, s *stream.Stream, t *trimming, text []byte) []byte {
	if t.auto != autoNone {
		c.RewriteWord(t.next, text)
	}
	if t.Approx {
		text = t.logExact(c, s, text)
	}
	return text
}
