package stream

import (
	"redstart/resp"
	"redstart/storage/value/stream"
)

// replyID writes an ID.
func replyID(w *resp.Writer, id stream.ID) {
	var room [stream.MaxIDText]byte
	w.Bulk(id.Append(room[:0]))
}

// replyEntry writes an entry: its ID, and its names and values.
func replyEntry(w *resp.Writer, e *stream.Entry) {
	w.Array(2)
	replyID(w, e.ID)
	n := e.Pairs()
	w.Array(2 * n)
	for range n {
		name, v := e.Next()
		replyValue(w, name)
		replyValue(w, v)
	}
}

func replyValue(w *resp.Writer, v stream.Value) {
	if v.Bytes != nil {
		w.Bulk(v.Bytes)
		return
	}
	var room [20]byte
	w.Bulk(resp.AppendInt(room[:0], v.Int))
}

// replyEntries writes the entries that cur gives, count of them at most; 0: all. It returns how many there were.
func replyEntries(w *resp.Writer, cur *stream.Cursor, count int64) int {
	mark, n := w.DeferArray(), 0
	var e stream.Entry
	for (count == 0 || int64(n) < count) && cur.Next(&e) {
		replyEntry(w, &e)
		n++
	}
	w.EndArray(mark, n)
	return n
}
