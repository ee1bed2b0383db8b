package zset

import (
	"bytes"

	"redstart/storage/table"
)

// Bound is a place between two elements, or before the first, or behind the last. The zero Bound is before the first.
type Bound struct {
	score  float64
	member []byte
	by     comparison
	after  bool // what compares equal stands on the left
}

// comparison is what a Bound looks at.
type comparison uint8

const (
	byNothing comparison = iota // everything is equal
	byScore
	byMember
	byBoth
)

// First is before all elements.
func First() Bound { return Bound{} }

// Last is behind all elements.
func Last() Bound { return Bound{after: true} }

// BeforeScore is before the elements with a score, where they are or would be.
func BeforeScore(score float64) Bound { return Bound{score: score, by: byScore} }

// AfterScore is behind the elements with a score.
func AfterScore(score float64) Bound { return Bound{score: score, by: byScore, after: true} }

// BeforeMember is before a member, in a set all of whose scores are equal. The Bound keeps member.
func BeforeMember(member []byte) Bound { return Bound{member: member, by: byMember} }

// AfterMember is behind a member, in a set all of whose scores are equal. The Bound keeps member.
func AfterMember(member []byte) Bound { return Bound{member: member, by: byMember, after: true} }

// left reports whether a record with a score stands on the left. The score is not read from the record, which inner nodes keep
// beside it.
func (b *Bound) left(score float64, r table.Record) bool {
	switch b.by {
	case byScore:
		return score < b.score || b.after && score == b.score
	case byMember:
		return b.leftMember(r.Key())
	case byBoth:
		if score != b.score {
			return score < b.score
		}
		return b.leftMember(r.Key())
	}
	return b.after
}

// leftPacked is left for an element of a packed set.
func (b *Bound) leftPacked(score float64, member []byte) bool {
	switch b.by {
	case byScore:
		return score < b.score || b.after && score == b.score
	case byBoth:
		if score != b.score {
			return score < b.score
		}
	}
	return b.leftMember(member)
}

func (b *Bound) leftMember(member []byte) bool {
	c := bytes.Compare(member, b.member)
	return c < 0 || b.after && c == 0
}
