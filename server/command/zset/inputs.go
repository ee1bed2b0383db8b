package zset

import (
	"math"
	"slices"

	"redstart/resp"
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/pack"
	"redstart/storage/value/set"
	"redstart/storage/value/zset"
)

// inputRoom is how many inputs a command may have for which nothing is allocated.
const inputRoom = 8

// input is one of the keys that a command combines: a sorted set, or a set, whose members have a score of 1.
type input struct {
	zset   zset.Set
	set    set.Set
	plain  bool // it is a set
	weight float64
}

// inputs are all of them, and how they are combined.
type inputs struct {
	list      []input
	aggregate aggregate
	scores    bool         // the reply has them
	options   command.Args // the words behind the keys
}

// parseInputs reads the number of keys, word i, and looks the keys up. list, which is empty, takes them.
func parseInputs(c *command.Ctx, i int, list []input) (inputs, error) {
	n, ok := resp.ParseInt(c.Arg(i))
	switch {
	case !ok:
		return inputs{}, command.ErrNotInteger
	case n < 1:
		return inputs{}, command.ErrNoInput(c.Cmd.FullName)
	case n > int64(c.Len()-i-1):
		return inputs{}, command.ErrSyntax
	}
	for _, key := range c.Args[i+1 : i+1+int(n)] {
		r := c.Tx.Get(key)
		in := input{weight: 1}
		switch {
		case r.IsNil():
		case r.Kind() == table.KindZSet:
			in.zset = zset.Of(r)
		case r.Kind() == table.KindSet:
			in.set, in.plain = set.Of(r), true
		default:
			return inputs{}, storage.ErrWrongType
		}
		list = append(list, in)
	}
	return inputs{list: list, options: c.Options(i + 1 + int(n))}, nil
}

// parseOptions reads the words behind the keys.
func (q *inputs) parseOptions(op operation, scores bool) error {
	a := &q.options
	for a.More() {
		switch {
		case op != difference && a.Left() > len(q.list) && a.Is("WEIGHTS"):
			for i := range q.list {
				var ok bool
				if q.list[i].weight, ok = parseScore(a.Bytes()); !ok {
					return command.ErrWeight
				}
			}
		case op != difference && a.Left() > 1 && a.Is("AGGREGATE"):
			switch {
			case a.Is("SUM"):
				q.aggregate = sum
			case a.Is("MIN"):
				q.aggregate = minimum
			case a.Is("MAX"):
				q.aggregate = maximum
			default:
				return command.ErrSyntax
			}
		case scores && a.Is("WITHSCORES"):
			q.scores = true
		default:
			return command.ErrSyntax
		}
	}
	return a.Err()
}

// ascending puts the smallest input first.
func (q *inputs) ascending() {
	slices.SortStableFunc(q.list, func(x, y input) int { return x.len() - y.len() })
}

func (in *input) len() int {
	if in.plain {
		return in.set.Len()
	}
	return in.zset.Len()
}

// find returns the score of a member.
func (in *input) find(member []byte) (score float64, found bool) {
	if in.plain {
		return 1, in.set.Has(pack.Parse(member))
	}
	e, found := in.zset.Find(member)
	return e.Score, found
}

// each calls fn with the elements, until it returns false. member is valid during the call only.
func (in *input) each(fn func(member []byte, score float64) bool) {
	if !in.plain {
		in.zset.Each(fn)
		return
	}
	var digits [20]byte
	in.set.Each(func(m pack.Entry) bool { return fn(text(m, digits[:0]), 1) })
}

// weighed is a score times the input's weight, 0 where that is not a number.
func (in *input) weighed(score float64) float64 { return orZero(score * in.weight) }

func orZero(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return f
}
