package stream

import (
	"bytes"
	"math"

	"redstart/server/command"
	"redstart/storage/value/stream"
)

// maxIDWord is the length of the longest word that is looked at as an ID.
const maxIDWord = 127

// parseID reads a whole ID, or one without its sequence number, which is then seq.
func parseID(word []byte, seq uint64) (stream.ID, error) {
	id, whole, err := splitID(word)
	if err == nil && !whole {
		id.Seq = seq
	}
	return id, err
}

// splitID reads an ID and reports whether it has a sequence number.
func splitID(word []byte) (id stream.ID, whole bool, err error) {
	if len(word) > maxIDWord {
		return id, false, command.ErrStreamID
	}
	if i := bytes.IndexByte(word, 0); i >= 0 { // C's strings end there
		word = word[:i]
	}
	ms, seq, whole := bytes.Cut(word, []byte{'-'})
	var ok bool
	if id.MS, ok = parseUint(ms); ok && whole {
		id.Seq, ok = parseUint(seq)
	}
	if !ok {
		err = command.ErrStreamID
	}
	return id, whole, err
}

// parseUint is command.ParseUint, and fast for canonical text.
func parseUint(b []byte) (uint64, bool) {
	if n, ok := digits(b); ok {
		return n, true
	}
	return command.ParseUint(b)
}

// digits reads up to 19 digits.
func digits(b []byte) (n uint64, ok bool) {
	if len(b) == 0 || len(b) > 19 {
		return 0, false
	}
	for _, d := range b {
		if d -= '0'; d > 9 {
			return 0, false
		}
		n = n*10 + uint64(d)
	}
	return n, true
}

// parseEdge reads an end of an interval: an ID, - or +, or, with ( in front, an ID that is excluded. seq completes an ID without its
// sequence number.
func parseEdge(word []byte, seq uint64) (id stream.ID, excluded bool, err error) {
	switch {
	case len(word) == 1 && word[0] == '-':
		return stream.ID{}, false, nil
	case len(word) == 1 && word[0] == '+':
		return stream.MaxID(), false, nil
	case len(word) > 1 && word[0] == '(':
		id, err = parseID(word[1:], seq)
		return id, true, err
	}
	id, err = parseID(word, seq)
	return id, false, err
}

// parseStart reads where an interval begins.
func parseStart(word []byte) (stream.ID, error) {
	id, excluded, err := parseEdge(word, 0)
	if err == nil && excluded {
		var ok bool
		if id, ok = id.Next(); !ok {
			err = command.ErrStreamStart
		}
	}
	return id, err
}

// parseEnd reads where an interval ends.
func parseEnd(word []byte) (stream.ID, error) {
	id, excluded, err := parseEdge(word, math.MaxUint64)
	if err == nil && excluded {
		var ok bool
		if id, ok = id.Prev(); !ok {
			err = command.ErrStreamEnd
		}
	}
	return id, err
}

// checkIDs reports the first error of the IDs that words are.
func checkIDs(words [][]byte) error {
	for _, w := range words {
		if _, err := parseID(w, 0); err != nil {
			return err
		}
	}
	return nil
}
