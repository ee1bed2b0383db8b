package stream

// Entry is an entry as a Cursor or Get gives it: a view of the stream.
type Entry struct {
	ID    ID
	pairs int
	names []byte // packed, of an entry that has its block's names
	body  []byte // packed: values, or names and values
}

// Pairs is the number of pairs of a name and a value.
func (e *Entry) Pairs() int { return e.pairs }

// Next takes the next pair out of the entry; there are Pairs of them.
func (e *Entry) Next() (name, val Value) {
	var n int
	if e.names != nil {
		name, n = readValue(e.names)
		e.names = e.names[n:]
	} else {
		name, n = readValue(e.body)
		e.body = e.body[n:]
	}
	val, n = readValue(e.body)
	e.body = e.body[n:]
	return name, val
}
