package zset

import (
	"redstart/resp"
	"redstart/storage/value/zset"
)

// replyTuples begins a list of n members, with or without their scores; as many calls of replyNext follow.
func replyTuples(w *resp.Writer, n int, scores bool) {
	if scores {
		w.Tuples(n, 2)
		return
	}
	w.Array(n)
}

// replyNext writes the next element of a walk.
func replyNext(w *resp.Writer, it *zset.Iter, scores bool) {
	m, score, _ := it.Next()
	if scores {
		w.Tuple(2)
	}
	if m.Bytes != nil {
		w.Bulk(m.Bytes)
	} else {
		var digits [20]byte
		w.Bulk(resp.AppendInt(digits[:0], m.Int))
	}
	if scores {
		w.Double(score)
	}
}

// replyElements writes the next n elements of a walk.
func replyElements(w *resp.Writer, it *zset.Iter, n int, scores bool) {
	replyTuples(w, n, scores)
	for range n {
		replyNext(w, it, scores)
	}
}
