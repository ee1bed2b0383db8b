package zset

import (
	"math"
	"math/bits"

	"redstart/server/command"
	"redstart/storage/value/zset"
)

var zrandmemberSpec = &command.Spec{
	Name: "zrandmember", Arity: -2,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.SortedSet,
	Tips:  []string{"nondeterministic_output"},
	Since: "6.2.0", Cost: "O(N) where N is the number of members returned",
	Syntax:  "key [options:(count:integer [WITHSCORES])]",
	Summary: "Returns random members of a sorted set.",
	Run:     runZrandmember,
}

func runZrandmember(c *command.Ctx) error {
	if c.Len() == 2 {
		return randomOne(c)
	}
	count, err := c.RandomCount(2)
	if err != nil {
		return err
	}
	withScores := c.Len() > 3
	if c.Len() > 4 || withScores && !command.Fold(c.Arg(3), "WITHSCORES") {
		return command.ErrSyntax
	}
	if withScores && (count < -math.MaxInt64/2 || count > math.MaxInt64/2) {
		return command.ErrRandomDouble
	}
	if err := command.CheckRepeats(count); err != nil {
		return err
	}
	var s zset.Set
	err = view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}

	n := int64(s.Len())
	switch {
	case n == 0 || count == 0:
		c.Reply.Array(0)
	case count < 0:
		replyTuples(c.Reply, int(-count), withScores)
		for range -count {
			it := s.Iter(randomBelow(c, n))
			replyNext(c.Reply, &it, withScores)
		}
	case count >= n: // all, in the order in which Redis has them
		it := s.IterBack(int(n) - 1)
		replyElements(c.Reply, &it, int(n), withScores)
	default:
		replySample(c, &s, int(count), withScores)
	}
	return nil
}

// randomOne replies with one member, or null.
func randomOne(c *command.Ctx) error {
	var s zset.Set
	err := view(c, c.Arg(1), &s)
	if err != nil {
		return err
	}
	if s.Len() == 0 {
		c.Reply.Null()
		return nil
	}
	it := s.Iter(randomBelow(c, int64(s.Len())))
	replyNext(c.Reply, &it, false)
	return nil
}

// randomBelow is a uniform number from 0 to n-1 (the multiplication of Daniel Lemire, "Fast Random Integer Generation in an Interval").
func randomBelow(c *command.Ctx, n int64) int {
	for {
		hi, lo := bits.Mul64(c.Tx.Rand(), uint64(n))
		if lo >= uint64(n) || lo >= -uint64(n)%uint64(n) {
			return int(hi)
		}
	}
}

// replySample replies with count different members of more. Each selection has the same probability. Few are drawn by Robert
// Floyd's algorithm, many in one pass over all (Fan, Muller, Rezucha, 1962).
func replySample(c *command.Ctx, s *zset.Set, count int, withScores bool) {
	n := s.Len()
	replyTuples(c.Reply, count, withScores)
	if count > n/8 {
		it := s.Iter(0)
		for left := n; count > 0; left-- {
			if randomBelow(c, int64(left)) < count {
				replyNext(c.Reply, &it, withScores)
				count--
			} else {
				it.Next()
			}
		}
		return
	}
	drawn := make(map[int]struct{}, count)
	for i := n - count; i < n; i++ {
		rank := randomBelow(c, int64(i+1))
		if _, again := drawn[rank]; again {
			rank = i
		}
		drawn[rank] = struct{}{}
		it := s.Iter(rank)
		replyNext(c.Reply, &it, withScores)
	}
}
