package zset

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/zset"
)

// end is the end of a sorted set that elements are taken from.
type end struct {
	top  bool
	ev   storage.Event
	word []byte // the command that is logged
}

var (
	lowest  = &end{false, "zpopmin", []byte("ZPOPMIN")}
	highest = &end{true, "zpopmax", []byte("ZPOPMAX")}
)

// iter walks from the end inwards.
func (from *end) iter(s *zset.Set) zset.Iter {
	if from.top {
		return s.IterBack(s.Len() - 1)
	}
	return s.Iter(0)
}

// take removes n elements, which exist, from the end.
func (from *end) take(c *command.Ctx, key []byte, e *edited, n int) {
	first := 0
	if from.top {
		first = e.set.Len() - n
	}
	e.remove(c, key, first, n, from.ev)
}

// pop runs ZPOPMIN or ZPOPMAX.
func pop(c *command.Ctx, from *end) error {
	want := int64(1)
	switch c.Len() {
	case 2:
	case 3:
		var ok bool
		if want, ok = resp.ParseInt(c.Arg(2)); !ok || want < 0 {
			return command.ErrNotPositive
		}
	default:
		return command.ErrSyntax
	}
	key := c.Arg(1)
	var e edited
	err := edit(c, key, &e)
	if err != nil {
		return err
	}

	n := int(min(want, int64(e.set.Len())))
	it := from.iter(&e.set)
	if c.Len() == 2 && n == 1 { // in RESP3, too, a flat list
		replyFlat(c, &it)
	} else {
		replyElements(c.Reply, &it, n, true)
	}
	from.take(c, key, &e, n)
	return nil
}

// replyFlat writes a member and its score as two elements of a list.
func replyFlat(c *command.Ctx, it *zset.Iter) {
	m, score, _ := it.Next()
	c.Reply.Array(2)
	var digits [20]byte
	c.Reply.Bulk(text(m, digits[:0]))
	c.Reply.Double(score)
}

// popOrWait runs BZPOPMIN or BZPOPMAX.
func popOrWait(c *command.Ctx, from *end) error {
	keys := c.Args[1 : c.Len()-1]
	deadline, err := c.WaitUntil(c.Arg(c.Len() - 1))
	if err != nil {
		return err
	}
	for _, key := range keys {
		var e edited
		err := edit(c, key, &e)
		if err != nil {
			return err
		}
		if e.r.IsNil() {
			continue
		}
		it := from.iter(&e.set)
		m, score, _ := it.Next()
		c.Reply.Array(3)
		c.Reply.Bulk(key)
		var digits [20]byte
		c.Reply.Bulk(text(m, digits[:0]))
		c.Reply.Double(score)
		from.take(c, key, &e, 1)
		c.Rewrite(from.word, key)
		return nil
	}
	wait(c, keys, deadline)
	return nil
}

// wait makes the client wait for one of the keys to hold a sorted set.
func wait(c *command.Ctx, keys [][]byte, deadline int64) {
	c.Block(&command.Block{Keys: keys, Kind: table.KindZSet, Deadline: deadline, Timeout: (*resp.Writer).NullArray})
}

// popMany is what ZMPOP and BZMPOP ask for.
type popMany struct {
	keys  [][]byte
	from  *end
	count int
}

// parsePopMany reads the words from the number of keys, word i, on.
func parsePopMany(c *command.Ctx, i int) (popMany, error) {
	q := popMany{count: 1}
	n, ok := resp.ParseInt(c.Arg(i))
	if !ok || n <= 0 {
		return q, command.ErrNumKeys
	}
	if n >= int64(c.Len()-i-1) {
		return q, command.ErrSyntax
	}
	q.keys = c.Args[i+1 : i+1+int(n)]
	a := c.Options(i + 1 + int(n))
	switch {
	case a.Is("MIN"):
		q.from = lowest
	case a.Is("MAX"):
		q.from = highest
	default:
		return q, command.ErrSyntax
	}
	if a.Left() > 1 && a.Is("COUNT") {
		count, ok := resp.ParseInt(a.Bytes())
		if !ok || count <= 0 {
			return q, command.ErrCountBelow1
		}
		q.count = int(min(count, math.MaxInt))
	}
	return q, a.Done()
}

// run pops from the first key that has a sorted set; false: none has.
func (q *popMany) run(c *command.Ctx) (done bool, err error) {
	for _, key := range q.keys {
		var e edited
		err := edit(c, key, &e)
		if err != nil {
			return false, err
		}
		if e.r.IsNil() {
			continue
		}
		n := min(q.count, e.set.Len())
		c.Reply.Array(2)
		c.Reply.Bulk(key)
		c.Reply.Array(n)
		it := q.from.iter(&e.set)
		for range n {
			replyFlat(c, &it)
		}
		q.from.take(c, key, &e, n)
		c.Rewrite(q.from.word, key, c.Digits(int64(n)))
		return true, nil
	}
	return false, nil
}
