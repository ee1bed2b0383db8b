package stream

import (
	"redstart/resp"
	"redstart/storage/aof"
	"redstart/storage/table"
	"redstart/storage/value/stream"
)

// Rebuild appends the commands that make the value of r: its entries, its counters, its groups and what is pending there.
func Rebuild(dst []byte, r table.Record) []byte {
	b := builder{dst: dst, key: r.Key()}
	s := r.Object().(*stream.Stream)
	b.entries(s)
	b.add(wordXsetid, b.key, b.id(s.Last()), wordEntriesAdded, b.number(int64(s.Added())), wordMaxDeletedID, b.id(s.MaxDeleted()))
	for _, g := range s.Groups() {
		b.groupOf(g)
	}
	return b.dst
}

// builder appends commands to dst. texts has those of the command that is being made.
type builder struct {
	dst   []byte
	key   []byte
	texts []byte
	words [][]byte
}

// add appends a command; the texts of its words are not needed any more.
func (b *builder) add(words ...[]byte) {
	b.dst = aof.AppendCommand(b.dst, words...)
	b.texts = b.texts[:0]
}

func (b *builder) id(id stream.ID) []byte {
	at := len(b.texts)
	b.texts = id.Append(b.texts)
	return b.texts[at:len(b.texts):len(b.texts)]
}

func (b *builder) number(n int64) []byte {
	at := len(b.texts)
	b.texts = resp.AppendInt(b.texts, n)
	return b.texts[at:len(b.texts):len(b.texts)]
}

func (b *builder) value(v stream.Value) []byte {
	if v.Bytes != nil {
		return v.Bytes
	}
	return b.number(v.Int)
}

// entries adds the entries; a stream without any is made by one that does not stay.
func (b *builder) entries(s *stream.Stream) {
	if s.Len() == 0 {
		b.add(wordXadd, b.key, wordMaxLen, wordZero, b.id(stream.ID{Seq: 1}), []byte("x"), []byte("y"))
		return
	}
	var cur stream.Cursor
	var e stream.Entry
	for cur.Range(s, stream.ID{}, stream.MaxID()); cur.Next(&e); {
		b.words = append(b.words[:0], wordXadd, b.key, b.id(e.ID))
		for range e.Pairs() {
			name, v := e.Next()
			b.words = append(b.words, b.value(name), b.value(v))
		}
		b.add(b.words...)
	}
}

// groupOf adds a group. A consumer at whom something is pending is made by that.
func (b *builder) groupOf(g *stream.Group) {
	name := []byte(g.Name)
	b.add(wordXgroup, wordCreate, b.key, name, b.id(g.Last), wordEntriesRead, b.number(g.Read))
	for _, c := range g.Consumers() {
		consumer := []byte(c.Name)
		if c.Pending() == 0 {
			b.add(wordXgroup, wordCreateConsumer, b.key, name, consumer)
			continue
		}
		for p := g.Of(c, stream.ID{}); p.OK(); p.Next() {
			d := p.Delivery()
			b.add(wordXclaim, b.key, name, consumer, wordZero, b.id(p.ID()), wordTime, b.number(d.Time),
				wordRetryCount, b.number(d.Count), wordJustID, wordForce)
		}
	}
}
