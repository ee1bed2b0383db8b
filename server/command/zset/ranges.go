package zset

import (
	"bytes"
	"strconv"
	"strings"

	"redstart/resp"
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/value/zset"
)

// order is what a range is given in.
type order uint8

const (
	anyOrder order = iota // an option says
	byRank
	byScore
	byLex
)

// direction is the end that a range begins at.
type direction uint8

const (
	anyDirection direction = iota // an option says
	forward
	backward
)

// query is a range of a sorted set, and how it is replied.
type query struct {
	by            order
	direction     direction
	scores        bool
	start, stop   int64      // byRank
	from, to      zset.Bound // otherwise
	offset, limit int64      // a limit below 0 is none
}

// parseRange reads the two ends of a range, the first of which is word i, and the options behind them. by and d are what the command's
// name fixes; scores says whether WITHSCORES may be given.
func parseRange(c *command.Ctx, i int, by order, d direction, scores bool) (query, error) {
	q := query{by: by, direction: d, limit: -1}
	a := c.Options(i + 2)
	for a.More() {
		switch {
		case scores && a.Is("WITHSCORES"):
			q.scores = true
		case a.Left() > 2 && a.Is("LIMIT"):
			q.offset, q.limit = a.Int(), a.Int()
		case d == anyDirection && q.direction == anyDirection && a.Is("REV"):
			q.direction = backward
		case by == anyOrder && q.by == anyOrder && a.Is("BYSCORE"):
			q.by = byScore
		case by == anyOrder && q.by == anyOrder && a.Is("BYLEX"):
			q.by = byLex
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	if err := a.Err(); err != nil {
		return q, err
	}
	if q.by == anyOrder {
		q.by = byRank
	}
	switch {
	case q.limit != -1 && q.by == byRank:
		return q, command.ErrRangeLimit
	case q.scores && q.by == byLex:
		return q, command.ErrRangeScores
	}
	first, last := c.Arg(i), c.Arg(i+1)
	if q.direction == backward && q.by != byRank {
		first, last = last, first
	}
	return q, q.parseEnds(first, last)
}

// parseEnds reads the lower and the upper end.
func (q *query) parseEnds(first, last []byte) error {
	var ok1, ok2 bool
	err := command.ErrNotInteger
	switch q.by {
	case byRank:
		q.start, ok1 = resp.ParseInt(first)
		q.stop, ok2 = resp.ParseInt(last)
	case byScore:
		q.from, ok1 = parseScoreEnd(first, false)
		q.to, ok2 = parseScoreEnd(last, true)
		err = command.ErrScoreRange
	case byLex:
		q.from, ok1 = parseLexEnd(first, false)
		q.to, ok2 = parseLexEnd(last, true)
		err = command.ErrLexRange
	}
	if ok1 && ok2 {
		return nil
	}
	return err
}

// parseScoreEnd reads an end of a range of scores, with "(" in front of one that is outside. Redis reads it as a C string and takes what
// is too large for an infinity, but knows no hexadecimal numbers here; nothing is 0.
func parseScoreEnd(word []byte, upper bool) (zset.Bound, bool) {
	outside := len(word) > 0 && word[0] == '('
	if outside {
		word = word[1:]
	}
	score, ok := parseEndScore(word)
	if outside == upper {
		return zset.BeforeScore(score), ok
	}
	return zset.AfterScore(score), ok
}

func parseEndScore(word []byte) (float64, bool) {
	if n, ok := resp.ParseInt(word); ok {
		return float64(n), true
	}
	if i := bytes.IndexByte(word, 0); i >= 0 {
		word = word[:i]
	}
	if len(word) == 0 {
		return 0, true
	}
	s := string(word)
	if strings.ContainsAny(s, "xX_") {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64) // gives an infinity, and an error, for what is too large
	return f, f == f && (err == nil || f > 1 || f < -1)
}

// parseLexEnd reads an end of a range of names: "-", "+", or a name with "(" in front of one that is outside and "[" of one inside.
func parseLexEnd(word []byte, upper bool) (zset.Bound, bool) {
	switch {
	case string(word) == "-":
		return zset.First(), true
	case string(word) == "+":
		return zset.Last(), true
	case len(word) == 0 || word[0] != '(' && word[0] != '[':
		return zset.Bound{}, false
	case (word[0] == '(') == upper:
		return zset.BeforeMember(word[1:]), true
	}
	return zset.AfterMember(word[1:]), true
}

// span is the elements of s in the range: the lowest of their ranks, and their number.
func (q *query) span(s *zset.Set) (first, n int) {
	if q.by == byRank {
		return q.ranks(int64(s.Len()))
	}
	first, n = s.Range(q.from, q.to)
	skip := q.offset
	if skip < 0 {
		// Redis counts from the other end in a large set, and finds nothing in a small one.
		if s.Small() {
			return 0, 0
		}
		skip += int64(n)
	}
	if skip < 0 || skip >= int64(n) {
		return 0, 0
	}
	rest := n - int(skip)
	take := rest
	if q.limit >= 0 {
		take = int(min(int64(rest), q.limit))
	}
	if q.direction == backward {
		return first + rest - take, take
	}
	return first + int(skip), take
}

// ranks is span for a range of positions in a set of length elements.
func (q *query) ranks(length int64) (first, n int) {
	start, stop := q.start, q.stop
	if start < 0 {
		start = max(start+length, 0)
	}
	if stop < 0 {
		stop += length
	}
	stop = min(stop, length-1)
	if start > stop {
		return 0, 0
	}
	if q.direction == backward {
		return int(length - 1 - stop), int(stop - start + 1)
	}
	return int(start), int(stop - start + 1)
}

// iter walks over n elements, of which first is the lowest rank, in the query's direction.
func (q *query) iter(s *zset.Set, first, n int) zset.Iter {
	if q.direction == backward {
		return s.IterBack(first + n - 1)
	}
	return s.Iter(first)
}

// replyRange replies with a range whose ends are words 2 and 3.
func replyRange(c *command.Ctx, by order, d direction) error {
	q, err := parseRange(c, 2, by, d, true)
	if err != nil {
		return err
	}
	var s zset.Set
	err = view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}

	first, n := q.span(&s)
	it := q.iter(&s, first, n)
	replyElements(c.Reply, &it, n, q.scores)
	return nil
}

// count replies with the number of elements in a range whose ends are words 2 and 3.
func count(c *command.Ctx, by order) error {
	q := query{by: by}
	if err := q.parseEnds(c.Arg(2), c.Arg(3)); err != nil {
		return err
	}
	var s zset.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}

	_, n := s.Range(q.from, q.to)
	c.Reply.Int(int64(n))
	return nil
}

// removeRange removes the elements in a range whose ends are words 2 and 3.
func removeRange(c *command.Ctx, by order, ev storage.Event) error {
	q := query{by: by, limit: -1}
	if err := q.parseEnds(c.Arg(2), c.Arg(3)); err != nil {
		return err
	}
	key := c.Arg(1)
	var e edited
	err := edit(c, key, &e)
	if err != nil {
		return err
	}
	first, n := q.span(&e.set)
	e.remove(c, key, first, n, ev)

	c.Reply.Int(int64(n))
	return nil
}

// remove removes n elements from a rank on, and stores what is left.
func (e *edited) remove(c *command.Ctx, key []byte, first, n int, ev storage.Event) {
	switch n {
	case 0:
	case e.set.Len():
		e.drop(c, key, ev)
	default:
		e.set.RemoveRange(first, n)
		e.store(c, key, ev)
	}
}
