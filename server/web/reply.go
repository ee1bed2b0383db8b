package web

import (
	"bytes"

	"redstart/resp"
)

// Reply is a command's reply on the wire, in RESP2.
type Reply []byte

// IsError reports whether it is an error.
func (r Reply) IsError() bool { return r[0] == '-' }

// Err is the error, as a Failure; nil: it is none.
func (r Reply) Err() error {
	if !r.IsError() {
		return nil
	}
	return Failure(r.line())
}

// IsNull reports whether it says that there is nothing.
func (r Reply) IsNull() bool { return len(r) > 1 && r[1] == '-' && (r[0] == '$' || r[0] == '*') }

// Int is the number of an integer.
func (r Reply) Int() int64 {
	n, _ := resp.ParseInt(r.line())
	return n
}

// Bytes is the text of a string, a status, an error or an integer, as a view; nil: of nothing.
func (r Reply) Bytes() []byte {
	if r[0] != '$' {
		return r.line()
	}
	n, _ := resp.ParseInt(r.line())
	if n < 0 {
		return nil
	}
	at := bytes.IndexByte(r, '\n') + 1
	return r[at : at+int(n)]
}

// line is the first line without its sign and its end.
func (r Reply) line() []byte { return r[1 : bytes.IndexByte(r, '\n')-1] }

// Elems are the elements of an array, as views.
func (r Reply) Elems() []Reply {
	n, rest := r.open()
	if n <= 0 {
		return nil
	}
	all := make([]Reply, 0, n)
	for range n {
		size := rest.Size()
		all = append(all, rest[:size])
		rest = rest[size:]
	}
	return all
}

// open is the number of an array's elements, and where they begin. Of nothing it is negative.
func (r Reply) open() (n int, elems Reply) {
	count, _ := resp.ParseInt(r.line())
	return int(count), r[bytes.IndexByte(r, '\n')+1:]
}

// Size is how many bytes the first reply in r takes.
func (r Reply) Size() int {
	head := bytes.IndexByte(r, '\n') + 1
	switch r[0] {
	case '$':
		if n, _ := resp.ParseInt(r.line()); n >= 0 {
			return head + int(n) + 2
		}
	case '*':
		n, rest := r.open()
		size := head
		for range n {
			k := rest.Size()
			size, rest = size+k, rest[k:]
		}
		return size
	}
	return head
}
