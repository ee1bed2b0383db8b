package zset

import (
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/value/zset"
)

// operation is how inputs are combined.
type operation uint8

const (
	union operation = iota
	intersection
	difference
)

// aggregate makes one score of several.
type aggregate uint8

const (
	sum aggregate = iota
	minimum
	maximum
)

// of is the aggregate of two scores; y may be not a number.
func (a aggregate) of(x, y float64) float64 {
	switch {
	case a == sum:
		return orZero(x + y)
	case a == minimum && y < x, a == maximum && y > x:
		return y
	}
	return x
}

// replyCombined replies with the inputs, whose number is word 1, combined.
func replyCombined(c *command.Ctx, op operation) error {
	var room [inputRoom]input
	q, err := parseInputs(c, 1, room[:0])
	if err != nil {
		return err
	}
	if err := q.parseOptions(op, true); err != nil {
		return err
	}

	b := q.combine(op)
	replyTuples(c.Reply, b.Len(), q.scores)
	b.Each(func(member []byte, score float64) bool {
		if q.scores {
			c.Reply.Tuple(2)
		}
		c.Reply.Bulk(member)
		if q.scores {
			c.Reply.Double(score)
		}
		return true
	})
	return nil
}

// storeCombined stores the inputs, whose number is word 2, combined, in the key at word 1.
func storeCombined(c *command.Ctx, op operation, ev storage.Event) error {
	var room [inputRoom]input
	q, err := parseInputs(c, 2, room[:0])
	if err != nil {
		return err
	}
	if err := q.parseOptions(op, false); err != nil {
		return err
	}

	b := q.combine(op)
	storeBuilt(c, c.Arg(1), &b, ev)
	return nil
}

func (q *inputs) combine(op operation) zset.Builder {
	var b zset.Builder
	switch op {
	case union:
		q.unite(&b)
	case intersection:
		q.common(func(member []byte, score float64) bool {
			b.Add(member, score)
			return true
		})
	case difference:
		q.differ(&b)
	}
	return b
}

// unite gathers the members of all inputs. As in Redis, the scores of a member are aggregated from the smallest input on.
func (q *inputs) unite(b *zset.Builder) {
	q.ascending()
	for i := range q.list {
		in := &q.list[i]
		in.each(func(member []byte, score float64) bool {
			score = in.weighed(score)
			if e, found := b.Find(member); found {
				b.SetScore(e, q.aggregate.of(e.Score, score))
			} else {
				b.Insert(e, member, score)
			}
			return true
		})
	}
}

// common calls fn with the members that all inputs have, until it returns false.
func (q *inputs) common(fn func(member []byte, score float64) bool) {
	q.ascending()
	q.list[0].each(func(member []byte, score float64) bool {
		score = q.list[0].weighed(score)
		for i := range q.list[1:] {
			in := &q.list[1+i]
			other, found := in.find(member)
			if !found {
				return true
			}
			score = q.aggregate.of(score, other*in.weight)
		}
		return fn(member, score)
	})
}

// differ gathers the members of the first input that no other one has.
func (q *inputs) differ(b *zset.Builder) {
	q.list[0].each(func(member []byte, score float64) bool {
		for i := range q.list[1:] {
			if _, found := q.list[1+i].find(member); found {
				return true
			}
		}
		b.Add(member, score)
		return true
	})
}
