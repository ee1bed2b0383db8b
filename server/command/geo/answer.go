package geo

import (
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/geohash"
	"redstart/storage/value/zset"
)

// answer finds what is looked for and replies or stores it; ev is the event of storing.
func (q *query) answer(c *command.Ctx, ev storage.Event) error {
	var places []found
	if !q.none {
		places = q.find()
	}
	if q.dest != nil {
		q.keep(c, places, ev)
		return nil
	}
	q.reply(c, places)
	return nil
}

func (q *query) reply(c *command.Ctx, places []found) {
	w := c.Reply
	parts := 1
	for _, with := range []bool{q.withDist, q.withHash, q.withCoord} {
		if with {
			parts++
		}
	}
	var digits [20]byte
	w.Array(len(places))
	for i := range places {
		f := &places[i]
		if parts > 1 {
			w.Array(parts)
		}
		w.Bulk(f.text(digits[:0]))
		if q.withDist {
			replyDistance(w, f.metres/q.shape.Unit)
		}
		if q.withHash {
			w.Int(int64(f.score))
		}
		if q.withCoord {
			replyPlace(w, geohash.Decode(f.score))
		}
	}
}

// keep makes the destination a sorted set of the places found, or removes it when there are none.
func (q *query) keep(c *command.Ctx, places []found, ev storage.Event) {
	if len(places) == 0 {
		c.Tx.Delete(q.dest, "del")
		c.Reply.Int(0)
		return
	}
	var b zset.Builder
	var digits [20]byte
	for i := range places {
		f := &places[i]
		score := f.score
		if q.storeDist {
			score = f.metres / q.shape.Unit
		}
		b.Add(f.text(digits[:0]), score)
	}
	set := b.Set(c.Tx.Scratch(), limits(c))
	store(c, q.dest, table.Record{}, &set, ev)
	c.Reply.Int(int64(len(places)))
}
