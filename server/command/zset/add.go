package zset

import (
	"math"

	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/zset"
)

// condition is a set of ZADD's options.
type condition uint8

const (
	onlyNew condition = 1 << iota
	onlyOld
	onlyGreater
	onlyLess
	countChanged
	increment
)

// add is one call of ZADD or ZINCRBY.
type add struct {
	how            condition
	set            zset.Set
	limits         zset.Limits
	added, updated int
	score          float64 // the last one that was stored
	done           bool    // it met the conditions
}

// addPairs runs ZADD or ZINCRBY on pairs of score and member.
func addPairs(c *command.Ctx, pairs [][]byte, how condition) error {
	if err := how.check(len(pairs)); err != nil {
		return err
	}
	var room [16]float64
	scores := room[:]
	if n := len(pairs) / 2; n > len(room) {
		scores = make([]float64, n)
	}
	for i := 0; i < len(pairs); i += 2 {
		var ok bool
		if scores[i/2], ok = parseScore(pairs[i]); !ok {
			return command.ErrNotFloat
		}
	}

	key := c.Arg(1)
	r, err := c.Tx.EditValue(key, table.KindZSet)
	if err != nil {
		return err
	}
	a := add{how: how, limits: limits(c)}
	if r.IsNil() {
		a.set = zset.New(c.Tx.Scratch(), len(pairs)/2, len(pairs[1]), a.limits)
	} else {
		a.set.Open(r, c.Tx.Scratch())
		a.set.Expect(len(pairs)/2, a.limits)
	}
	for i := 0; i < len(pairs); i += 2 {
		if err := a.put(pairs[i+1], scores[i/2]); err != nil {
			return err
		}
	}
	if a.added+a.updated > 0 {
		e := edited{r, a.set}
		if how&increment != 0 {
			e.store(c, key, "zincr")
		} else {
			e.store(c, key, "zadd")
		}
	}

	a.reply(c)
	return nil
}

// check reports options that exclude each other, of a call with so many words of pairs.
func (how condition) check(words int) error {
	switch {
	case words == 0 || words%2 != 0:
		return command.ErrSyntax
	case how&(onlyNew|onlyOld) == onlyNew|onlyOld:
		return command.ErrZAddExists
	case how&onlyNew != 0 && how&(onlyGreater|onlyLess) != 0, how&(onlyGreater|onlyLess) == onlyGreater|onlyLess:
		return command.ErrZAddCompare
	case how&increment != 0 && words > 2:
		return command.ErrZAddIncr
	}
	return nil
}

// put adds a member or changes its score, if the conditions allow. A score that is not a number is an error; nothing has changed then.
func (a *add) put(member []byte, score float64) error {
	e, found := a.set.Find(member)
	if !found {
		if a.how&onlyOld == 0 {
			a.set.Insert(e, member, score, a.limits)
			a.score, a.done = score, true
			a.added++
		}
		return nil
	}
	if a.how&onlyNew != 0 {
		return nil
	}
	if a.how&increment != 0 {
		if score += e.Score; math.IsNaN(score) {
			return command.ErrScoreNaN
		}
	}
	if a.how&onlyGreater != 0 && score <= e.Score || a.how&onlyLess != 0 && score >= e.Score {
		return nil
	}
	a.score, a.done = score, true
	if score != e.Score {
		a.set.SetScore(e, member, score)
		a.updated++
	}
	return nil
}

func (a *add) reply(c *command.Ctx) {
	switch {
	case a.how&increment == 0 && a.how&countChanged == 0:
		c.Reply.Int(int64(a.added))
	case a.how&increment == 0:
		c.Reply.Int(int64(a.added + a.updated))
	case a.done:
		c.Reply.Double(a.score)
	default:
		c.Reply.Null()
	}
}
