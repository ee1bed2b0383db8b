package resp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
)

// Value is one reply, read whole. It owns its memory.
type Value struct {
	// Kind is the sign that the reply began with on the wire: one of "+-:$*_#,(=%~>".
	Kind byte

	// Null is set for the three ways to say that nothing is there: "$-1", "*-1" and "_".
	Null bool

	// Int is the number of an integer, and 1 or 0 for a truth value.
	Int int64

	// Double is the number of a double.
	Double float64

	// Str is the text of a status, an error, a bulk, a verbatim string; the digits of a double, an integer, a big number.
	Str string

	// Format is the three bytes that say what the text of a verbatim string is, such as "txt".
	Format string

	// Elems are the elements of an array, a set, a push, and those of a map, keys and values in turn.
	Elems []Value

	// Attrs are the keys and values in turn of the attributes in front of the reply.
	Attrs []Value
}

// IsError reports whether the reply is an error.
func (v Value) IsError() bool { return v.Kind == '-' }

// Bounds of a reply that ReadValue takes.
const (
	maxReplyDepth = 64
	maxReplyElems = 1 << 24 // elements of all aggregates together
	maxReplyBulk  = 512 << 20
	maxReplyLine  = 1 << 20
)

var (
	errReplyDepth  = errors.New("resp: reply nested too deep")
	errReplyElems  = errors.New("resp: reply with too many elements")
	errReplyLine   = errors.New("resp: line of a reply too long")
	errReplyLength = errors.New("resp: invalid length in a reply")
	errReplyEnd    = errors.New("resp: reply without its line end")
)

// ReadValue reads one reply of either version. It takes memory as bytes arrive, not as lengths promise. io.EOF says that there was
// no reply at all, io.ErrUnexpectedEOF that one was cut short; after any error the stream is out of step.
func ReadValue(r *bufio.Reader) (Value, error) {
	if _, err := r.Peek(1); err != nil {
		return Value{}, err
	}
	rr := replyReader{r: r, elems: maxReplyElems}
	v, err := rr.value(maxReplyDepth)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return v, err
}

type replyReader struct {
	r     *bufio.Reader
	elems int // that may still come
}

// value reads a reply whose aggregates nest at most depth deep.
func (r *replyReader) value(depth int) (Value, error) {
	var attrs []Value
	for {
		line, err := r.line()
		if err != nil {
			return Value{}, err
		}
		if len(line) == 0 {
			return Value{}, errReplyLength
		}
		v, err := r.body(line[0], line[1:], depth)
		if err != nil {
			return Value{}, err
		}
		if v.Kind != '|' {
			v.Attrs = attrs
			return v, nil
		}
		attrs = append(attrs, v.Elems...)
	}
}

// body reads what follows the first line of a reply: its sign and, in text, the rest of it, which the next read overwrites.
func (r *replyReader) body(kind byte, text []byte, depth int) (v Value, err error) {
	v.Kind = kind
	ok := true
	switch kind {
	case '+', '-', '(':
		v.Str = string(text)
	case ':':
		v.Str = string(text)
		v.Int, ok = ParseInt(bytes.TrimPrefix(text, []byte{'+'}))
	case '_':
		v.Null, ok = true, len(text) == 0
	case '#':
		ok = len(text) == 1 && (text[0] == 't' || text[0] == 'f')
		if ok && text[0] == 't' {
			v.Int = 1
		}
	case ',':
		v.Str = string(text)
		v.Double, ok = parseReplyDouble(text)
	case '$', '=':
		return v, r.bulk(&v, text)
	case '*', '%', '~', '>', '|':
		return v, r.aggregate(&v, text, depth)
	default:
		return v, fmt.Errorf("resp: reply of unknown kind %q", kind)
	}
	if !ok {
		return v, fmt.Errorf("resp: invalid reply %q", append([]byte{kind}, text...))
	}
	return v, nil
}

func (r *replyReader) bulk(v *Value, length []byte) error {
	n, ok := ParseInt(length)
	if n == -1 && v.Kind == '$' {
		v.Null = true
		return nil
	}
	if !ok || n < 0 || n > maxReplyBulk || (v.Kind == '=' && n < 4) {
		return errReplyLength
	}
	const chunk = 64 << 10
	data := make([]byte, 0, min(n+2, chunk))
	for want := int(n) + 2; len(data) < want; {
		start := len(data)
		data = append(data, make([]byte, min(want-start, max(start, chunk)))...)
		if _, err := io.ReadFull(r.r, data[start:]); err != nil {
			return err
		}
	}
	text, ok := bytes.CutSuffix(data, []byte("\r\n"))
	if !ok {
		return errReplyEnd
	}
	if v.Kind == '=' {
		if text[3] != ':' {
			return errReplyLength
		}
		v.Format, text = string(text[:3]), text[4:]
	}
	v.Str = string(text)
	return nil
}

func (r *replyReader) aggregate(v *Value, length []byte, depth int) error {
	n, ok := ParseInt(length)
	if n == -1 && v.Kind == '*' {
		v.Null = true
		return nil
	}
	if depth == 0 {
		return errReplyDepth
	}
	if !ok || n < 0 {
		return errReplyLength
	}
	each := 1
	if v.Kind == '%' || v.Kind == '|' {
		each = 2
	}
	if n > int64(r.elems/each) {
		return errReplyElems
	}
	n *= int64(each)
	r.elems -= int(n)
	const ahead = 64
	v.Elems = make([]Value, 0, min(n, ahead))
	for range n {
		e, err := r.value(depth - 1)
		if err != nil {
			return err
		}
		v.Elems = append(v.Elems, e)
	}
	return nil
}

// line reads a line without its end. It is valid until the next read.
func (r *replyReader) line() ([]byte, error) {
	line, err := r.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line = bytes.Clone(line)
		for errors.Is(err, bufio.ErrBufferFull) && len(line) <= maxReplyLine {
			var more []byte
			more, err = r.r.ReadSlice('\n')
			line = append(line, more...)
		}
	}
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	if err != nil || len(line) > maxReplyLine {
		return nil, errReplyLine
	}
	line, ok := bytes.CutSuffix(line, []byte("\r\n"))
	if !ok {
		return nil, errReplyEnd
	}
	return line, nil
}

// parseReplyDouble reads a double, which unlike one in a request may be NaN.
func parseReplyDouble(b []byte) (f float64, ok bool) {
	if isWord(b, "nan") || isWord(b, "-nan") {
		return math.NaN(), true
	}
	return ParseDouble(b)
}
