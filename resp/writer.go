package resp

import (
	"slices"
	"strings"
)

// Writer builds replies in B, in RESP2 or, when RESP3 is set, in RESP3. Callers say what they reply with, not how the wire
// shows it: every method chooses by the version, so none of them needs to ask for it. The zero value is ready. The
// caller owns B: it sends it and calls Reset, or replaces it; with Split it takes what stands before B first, or asks for Whole.
type Writer struct {
	B     []byte
	RESP3 bool

	// Split lets long replies be built in pieces, of which B is the last.
	Split  bool
	pieces [][]byte
	before int // bytes in pieces
}

// Len returns the bytes written so far.
func (w *Writer) Len() int { return w.before + len(w.B) }

// Truncate takes back what was written after Len was n.
func (w *Writer) Truncate(n int) {
	if n < w.before {
		w.rejoin(n)
		return
	}
	w.B = w.B[:n-w.before]
}

// Insert puts b, which is part of a reply, in front of what was written after Len was mark.
func (w *Writer) Insert(mark int, b []byte) {
	if mark < w.before {
		w.insertPiece(mark, b)
		return
	}
	w.B = slices.Insert(w.B, mark-w.before, b...)
}

// Reset empties the buffer and keeps its memory.
func (w *Writer) Reset() {
	w.TakePieces()
	w.B = w.B[:0]
}

// Last returns the text, of n bytes, of the bulk that was written last: a view that stays as it is while more is written behind it, and
// nothing put in front of it or taken back.
func (w *Writer) Last(n int) []byte {
	end := len(w.B) - len("\r\n")
	return w.B[end-n : end : end]
}

// OK writes the status OK.
func (w *Writer) OK() { w.B = append(w.B, "+OK\r\n"...) }

// Simple writes a status. A line end in s becomes spaces: a status is one line.
func (w *Writer) Simple(s string) { w.line('+', s) }

// Error writes an error; text begins with its code ("ERR syntax error") and has no '-'. Line ends at its end are dropped, others
// become spaces.
func (w *Writer) Error(text string) { w.line('-', strings.TrimRight(text, "\r\n")) }

func (w *Writer) line(kind byte, s string) {
	start := len(w.B) + 1
	w.B = append(append(append(w.B, kind), s...), '\r', '\n')
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return
	}
	for i := range s {
		if s[i] == '\r' || s[i] == '\n' {
			w.B[start+i] = ' '
		}
	}
}

// Int writes an integer.
func (w *Writer) Int(n int64) {
	if uint64(n) < 10 {
		w.B = append(w.B, ':', byte('0'+n), '\r', '\n')
		return
	}
	w.B = append(AppendInt(append(w.B, ':'), n), '\r', '\n')
}

// Uint writes an integer that may exceed what Int takes.
func (w *Writer) Uint(n uint64) { w.header(':', n) }

// Bulk writes a string.
func (w *Writer) Bulk(s []byte) {
	if len(w.B) >= pieceSize && w.Split {
		w.cut()
	}
	w.header('$', uint64(len(s)))
	w.B = append(append(w.B, s...), '\r', '\n')
}

// BulkString writes a string.
func (w *Writer) BulkString(s string) {
	if len(w.B) >= pieceSize && w.Split {
		w.cut()
	}
	w.header('$', uint64(len(s)))
	w.B = append(append(w.B, s...), '\r', '\n')
}

// Raw writes bytes that are replies already.
func (w *Writer) Raw(b []byte) { w.B = append(w.B, b...) }

// Null writes the absence of a value. RESP2: the null bulk.
func (w *Writer) Null() {
	if w.RESP3 {
		w.B = append(w.B, "_\r\n"...)
		return
	}
	w.B = append(w.B, "$-1\r\n"...)
}

// NullArray writes the absence of an array. RESP2: the null array.
func (w *Writer) NullArray() {
	if w.RESP3 {
		w.B = append(w.B, "_\r\n"...)
		return
	}
	w.B = append(w.B, "*-1\r\n"...)
}

// Array begins an array; n elements must follow.
func (w *Writer) Array(n int) { w.header('*', uint64(n)) }

// Map begins a map; n pairs of key and value must follow. RESP2: an array of 2n.
func (w *Writer) Map(n int) { w.B = w.appendMap(w.B, n) }

// Pairs begins a list of n fields and values that reads as a map. RESP2: a flat array of 2n.
func (w *Writer) Pairs(n int) { w.Map(n) }

// Tuples begins a list of n entries that have as many fields each; each begins with Tuple. RESP2: a flat array of all fields.
func (w *Writer) Tuples(n, fields int) {
	if !w.RESP3 {
		n *= fields
	}
	w.Array(n)
}

// Tuple begins an entry of Tuples; its fields must follow. RESP2: nothing.
func (w *Writer) Tuple(fields int) {
	if w.RESP3 {
		w.Array(fields)
	}
}

// Set begins a set; n elements must follow. RESP2: an array.
func (w *Writer) Set(n int) { w.header(w.kind('~'), uint64(n)) }

// Push begins a message outside the order of requests and replies; n elements must follow. RESP2: an array.
func (w *Writer) Push(n int) { w.header(w.kind('>'), uint64(n)) }

// Attribute begins an attribute of the reply after it and reports true; n pairs must follow. In RESP2 there are none: it writes
// nothing, reports false, and the pairs must not be written.
func (w *Writer) Attribute(n int) bool {
	if w.RESP3 {
		w.header('|', uint64(n))
	}
	return w.RESP3
}

// Double writes a floating-point number. RESP2: as a bulk.
func (w *Writer) Double(f float64) {
	var room [32]byte
	s := AppendDouble(room[:0], f)
	if w.RESP3 {
		w.B = append(append(append(w.B, ','), s...), '\r', '\n')
		return
	}
	w.Bulk(s)
}

// Bool writes a truth value. RESP2: the integer 1 or 0.
func (w *Writer) Bool(b bool) {
	s := ":0\r\n"
	switch {
	case w.RESP3 && b:
		s = "#t\r\n"
	case w.RESP3:
		s = "#f\r\n"
	case b:
		s = ":1\r\n"
	}
	w.B = append(w.B, s...)
}

// Verbatim writes a text with the format it is in, of exactly three bytes ("txt", "mkd"). RESP2: the text as a bulk.
func (w *Writer) Verbatim(format, text string) {
	if !w.RESP3 {
		w.BulkString(text)
		return
	}
	w.header('=', uint64(len(text)+4))
	w.B = append(append(append(w.B, format...), ':'), text...)
	w.B = append(w.B, '\r', '\n')
}

// BigNumber writes an integer of any size, given in decimal digits. RESP2: as a bulk.
func (w *Writer) BigNumber(digits string) {
	if !w.RESP3 {
		w.BulkString(digits)
		return
	}
	w.B = append(append(append(w.B, '('), digits...), '\r', '\n')
}

// DeferArray begins an array whose length is not known yet. Its elements follow, and then EndArray with the same mark. Deferred
// replies nest. Nothing before the mark may be sent, and nothing truncated across it, in between.
func (w *Writer) DeferArray() (mark int) { return w.Len() }

// EndArray ends the array begun at mark, which has n elements.
func (w *Writer) EndArray(mark, n int) { w.patch(mark, '*', n) }

// DeferMap is DeferArray for a map.
func (w *Writer) DeferMap() (mark int) { return w.Len() }

// EndMap ends the map begun at mark, which has n pairs.
func (w *Writer) EndMap(mark, n int) {
	if w.RESP3 {
		w.patch(mark, '%', n)
		return
	}
	w.patch(mark, '*', 2*n)
}

// DeferTable is DeferArray for a map that is an array of arrays of two in RESP2. Each key begins with Row.
func (w *Writer) DeferTable() (mark int) { return w.Len() }

// Row begins a key of DeferTable, which must follow, and its value. RESP3: nothing.
func (w *Writer) Row() {
	if !w.RESP3 {
		w.Array(2)
	}
}

// EndTable ends the map begun at mark, which has n keys.
func (w *Writer) EndTable(mark, n int) { w.patch(mark, w.kind('%'), n) }

// DeferSet is DeferArray for a set.
func (w *Writer) DeferSet() (mark int) { return w.Len() }

// EndSet ends the set begun at mark, which has n elements.
func (w *Writer) EndSet(mark, n int) { w.patch(mark, w.kind('~'), n) }

// patch puts a header in front of what was written since mark.
func (w *Writer) patch(mark int, kind byte, n int) {
	var room [24]byte
	w.Insert(mark, appendHeader(room[:0], kind, uint64(n)))
}

func (w *Writer) appendMap(b []byte, n int) []byte {
	if w.RESP3 {
		return appendHeader(b, '%', uint64(n))
	}
	return appendHeader(b, '*', 2*uint64(n))
}

// kind returns what an aggregate of RESP3 begins with in the version in use.
func (w *Writer) kind(resp3 byte) byte {
	if w.RESP3 {
		return resp3
	}
	return '*'
}

func (w *Writer) header(kind byte, n uint64) { w.B = appendHeader(w.B, kind, n) }

// appendHeader appends a line of a sign and a number. Lengths are mostly below 100.
func appendHeader(b []byte, kind byte, n uint64) []byte {
	switch {
	case n < 10:
		return append(b, kind, byte('0'+n), '\r', '\n')
	case n < 100:
		return append(b, kind, byte('0'+n/10), byte('0'+n%10), '\r', '\n')
	}
	return append(appendUint(append(b, kind), n), '\r', '\n')
}
