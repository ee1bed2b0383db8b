package command

import (
	"math"

	"redstart/resp"
)

// Args reads a command's words from a position on, with a sticky error that is checked once, at the end. It allocates nothing.
//
//	a := c.Options(3)
//	for a.More() {
//		switch {
//		case a.Is("NX"):
//			nx = true
//		case a.Is("PX"):
//			ms = a.Int()
//		default:
//			a.Fail(ErrSyntax)
//		}
//	}
//	if err := a.Err(); err != nil {
//		return err
//	}
type Args struct {
	args [][]byte
	pos  int
	err  error
}

// More reports whether words are left and nothing has failed.
func (a *Args) More() bool { return a.err == nil && a.pos < len(a.args) }

// Left is the number of words left.
func (a *Args) Left() int { return len(a.args) - a.pos }

// Is consumes the next word if it equals word, which must be upper case, in any case.
func (a *Args) Is(word string) bool {
	if a.err != nil || a.pos >= len(a.args) || !Fold(a.args[a.pos], word) {
		return false
	}
	a.pos++
	return true
}

// Peek returns the next word without consuming it; nil at the end.
func (a *Args) Peek() []byte {
	if a.pos >= len(a.args) {
		return nil
	}
	return a.args[a.pos]
}

// Bytes consumes the next word; a missing one is a syntax error.
func (a *Args) Bytes() []byte {
	if a.err != nil {
		return nil
	}
	if a.pos >= len(a.args) {
		a.err = ErrSyntax
		return nil
	}
	a.pos++
	return a.args[a.pos-1]
}

// Rest consumes all words that are left, none after an error.
func (a *Args) Rest() [][]byte {
	if a.err != nil {
		return nil
	}
	rest := a.args[a.pos:]
	a.pos = len(a.args)
	return rest
}

// Int consumes an integer; a missing word is a syntax error, another word ErrNotInteger.
func (a *Args) Int() int64 {
	b := a.Bytes()
	if a.err != nil {
		return 0
	}
	n, ok := resp.ParseInt(b)
	if !ok {
		a.err = ErrNotInteger
	}
	return n
}

// Int32 consumes an integer of 32 bits; another word is ErrNotInteger or, where it is an integer, ErrNotInt32.
func (a *Args) Int32() int32 {
	n := a.Int()
	if n < math.MinInt32 || n > math.MaxInt32 {
		a.Fail(ErrNotInt32)
		return 0
	}
	return int32(n)
}

// Fail makes err the result unless something failed before.
func (a *Args) Fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

// Err is the first error.
func (a *Args) Err() error { return a.err }

// Done is the first error, or a syntax error when words are left.
func (a *Args) Done() error {
	if a.err == nil && a.pos < len(a.args) {
		return ErrSyntax
	}
	return a.err
}

// Fold reports whether b equals upper, an upper-case ASCII word, in any case.
func Fold(b []byte, upper string) bool {
	if len(b) != len(upper) {
		return false
	}
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != upper[i] {
			return false
		}
	}
	return true
}
