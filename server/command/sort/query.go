package sort

import (
	"slices"

	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/list"
	"redstart/storage/value/pack"
	"redstart/storage/value/set"
	"redstart/storage/value/zset"
)

// query is a SORT on its way.
type query struct {
	c *command.Ctx
	options
	finder finder
}

// run returns the elements that are asked for, in order.
func (q *query) run() ([]pack.Entry, error) {
	q.finder.tx = q.c.Tx
	r := q.c.Tx.Get(q.c.Arg(1))
	if r.IsNil() {
		return nil, nil
	}
	var n int
	switch r.Kind() {
	case table.KindList:
		n = list.Of(r).Len()
	case table.KindSet:
		s := set.Of(r)
		n = s.Len()
		if q.natural && q.store != nil { // a set has no order, and what is kept must not depend on chance
			q.natural, q.alpha, q.by = false, true, nil
		}
	case table.KindZSet:
		s := zset.Of(r)
		n = s.Len()
	default:
		return nil, storage.ErrWrongType
	}
	from, to := q.window(n)
	if q.natural {
		return q.slice(r, n, from, to), nil
	}
	return q.sort(r, n, from, to)
}

// slice returns the elements from place from to before to, in the order in which they stand, or the reverse. A set has no order.
func (q *query) slice(r table.Record, n, from, to int) []pack.Entry {
	out := make([]pack.Entry, 0, to-from)
	if from == to {
		return out
	}
	switch r.Kind() {
	case table.KindList:
		if q.desc {
			from, to = n-to, n-from
		}
		v := list.Of(r)
		for i := from; i < to; {
			s := v.Span(i)
			for pos, end := s.Pos, min(i+s.After, to); i < end; i++ {
				var e pack.Entry
				e, pos = s.At(pos)
				out = append(out, e)
			}
		}
		if q.desc {
			slices.Reverse(out)
		}
	case table.KindZSet:
		s := zset.Of(r)
		it := s.Iter(from)
		if q.desc {
			it = s.IterBack(n - 1 - from)
		}
		for len(out) < to-from {
			e, _, _ := it.Next()
			out = append(out, e)
		}
	default:
		i := 0
		s := set.Of(r)
		s.Each(func(e pack.Entry) bool {
			if i >= from {
				out = append(out, e)
			}
			i++
			return i < to
		})
	}
	return out
}

// sort returns the elements from place from to before to of the order that is asked for.
func (q *query) sort(r table.Record, n, from, to int) (_ []pack.Entry, err error) {
	s := newOrder(&q.options, n, to)
	visit := func(e pack.Entry) bool {
		var it item
		if it, err = q.item(e); err == nil {
			s.add(it)
		}
		return err == nil
	}
	switch r.Kind() {
	case table.KindList:
		list.Of(r).Each(visit)
	case table.KindSet:
		v := set.Of(r)
		v.Each(visit)
	default:
		v := zset.Of(r)
		it := v.Iter(0)
		for e, _, ok := it.Next(); ok && visit(e); e, _, ok = it.Next() {
		}
	}
	if err != nil {
		return nil, err
	}
	return s.sorted(from), nil
}

// item is an element with what it is sorted by.
func (q *query) item(e pack.Entry) (item, error) {
	it := item{e: e, by: e, has: true}
	if q.by != nil {
		it.by, it.has = q.finder.find(q.by, e)
	}
	if q.alpha || !it.has { // without a number it is sorted as zero
		return it, nil
	}
	var ok bool
	if it.score, ok = number(it.by); !ok {
		return it, command.ErrSortNumber
	}
	return it, nil
}

// show replies with the elements, or with what GET asks for of each.
func (q *query) show(out []pack.Entry) {
	w := q.c.Reply
	w.Array(len(out) * max(1, len(q.gets)))
	q.each(out, func(e pack.Entry, found bool) {
		switch {
		case !found:
			w.Null()
		case e.Bytes != nil:
			w.Bulk(e.Bytes)
		default:
			w.Bulk(q.c.Digits(e.Int))
		}
	})
}

// each calls fn with the elements, or with what GET asks for of each, and whether there is such a thing.
func (q *query) each(out []pack.Entry, fn func(e pack.Entry, found bool)) {
	for i := range out {
		if len(q.gets) == 0 {
			fn(out[i], true)
		}
		for j := range q.gets {
			e, found := q.finder.find(&q.gets[j], out[i])
			fn(e, found)
		}
	}
}

// keep makes a list of the elements, or of what GET asks for, and replies with its length.
func (q *query) keep(out []pack.Entry) {
	c, n := q.c, len(out)*max(1, len(q.gets))
	defer c.Reply.Int(int64(n))
	if n == 0 {
		c.Tx.Delete(q.store, "del")
		return
	}

	var to list.Edit
	to.Open(table.Record{}, c.Tx.Scratch(), c.Srv.Config.Int(config.ListMaxListpackSize))
	q.each(out, func(e pack.Entry, found bool) {
		v := e.Bytes
		switch {
		case !found:
			v = nil
		case v == nil:
			v = c.Digits(e.Int)
		}
		to.Expect(v)
		to.Push(false, v)
	})
	if l, packed := to.Close(); l != nil {
		c.Tx.StoreObject(q.store, table.Record{}, table.KindList, l, "sortstore")
	} else {
		c.Tx.StorePacked(q.store, table.Record{}, table.KindList, 0, packed, "sortstore")
	}
	c.Tx.KeepScratch(to.Scratch())
	for range n - 1 {
		c.Tx.Bump()
	}
}
