package geo

import (
	"redstart/storage/value/geohash"
	"redstart/storage/value/pack"
	"redstart/storage/value/zset"
)

// found is a place within the shape.
type found struct {
	member pack.Entry // a view
	score  float64
	metres float64 // from the center; only where it is needed
	number int     // of those found before
}

// text is the member's bytes: a view, or, of one that is packed as an integer, its digits in room.
func (f *found) text(room []byte) []byte {
	if f.member.Bytes != nil {
		return f.member.Bytes
	}
	return f.member.Append(room)
}

// find returns the places to reply with or to store.
func (q *query) find() []found {
	all := q.within()
	if q.order != asFound || q.withDist || q.storeDist {
		center := geohash.From(q.shape.Center)
		for i := range all {
			all[i].metres = center.Distance(geohash.Decode(all[i].score))
		}
	}
	n := len(all)
	if q.count > 0 {
		n = int(min(q.count, int64(n)))
	}
	if q.order != asFound {
		sortFirst(all, n, q.order == descending)
	}
	return all[:n]
}

// within returns the places that the shape holds: all, or the first of them, where these do.
func (q *query) within() (all []found) {
	filter := q.shape.Filter()
	ranges, n := q.shape.Ranges()
	for _, r := range ranges[:n] {
		for it := q.set.Iter(q.set.Place(zset.BeforeScore(r.Min))); ; {
			member, score, ok := it.Next()
			if !ok || score >= r.Max {
				break
			}
			if !filter.Holds(geohash.Decode(score)) {
				continue
			}
			all = append(all, found{member: member, score: score, number: len(all)})
			if q.anyOne && int64(len(all)) >= q.count {
				return all
			}
		}
	}
	return all
}
