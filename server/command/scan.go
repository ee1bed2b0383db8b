package command

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"redstart/resp"
	"redstart/server/glob"
)

// ScanOptions are what SCAN and its like are asked for.
type ScanOptions struct {
	Cursor   uint64
	Count    int    // about how many elements to walk over
	Pattern  []byte // nil: every name
	Kind     []byte // SCAN's TYPE; nil: every type
	NoValues bool   // HSCAN's
}

// ScanKind says which of the commands is to be read: each has an option of its own.
type ScanKind uint8

// The commands.
const (
	ScanKeys  ScanKind = iota // SCAN
	ScanHash                  // HSCAN
	ScanOther                 // SSCAN and ZSCAN
)

// defaultCount is about how many elements a call walks over that does not say it.
const defaultCount = 10

// ParseScan reads the cursor at word from, and the options behind it. A command on a key looks it up between the two in Redis: a
// cursor that is none is an error even then, options are not looked at where there is no key.
func ParseScan(c *Ctx, from int, kind ScanKind) (ScanOptions, error) {
	o := ScanOptions{Count: defaultCount}
	var ok bool
	if o.Cursor, ok = ParseUint(c.Arg(from)); !ok {
		return o, ErrCursor
	}
	a := c.Options(from + 1)
	for a.More() {
		switch {
		case a.Is("COUNT"):
			o.Count = int(min(a.Int(), math.MaxInt32))
			if o.Count < 1 {
				a.Fail(ErrSyntax)
			}
		case a.Is("MATCH"):
			if o.Pattern = a.Bytes(); string(o.Pattern) == "*" {
				o.Pattern = nil
			}
		case kind == ScanKeys && a.Is("TYPE"):
			o.Kind = a.Bytes()
		case a.Is("NOVALUES"):
			if o.NoValues = true; kind != ScanHash {
				a.Fail(ErrNoValues)
			}
		default:
			a.Fail(ErrSyntax)
		}
	}
	return o, a.Err()
}

// Accepts reports whether an element called name belongs in the reply.
func (o *ScanOptions) Accepts(name []byte) bool {
	return o.Pattern == nil || glob.Match(o.Pattern, name, false)
}

// ReplyCursor puts the cursor, which is known only at the end of the walk, in front of the reply's array, which begins at mark.
func (c *Ctx) ReplyCursor(mark int, cursor uint64) {
	var digits, head [48]byte
	w := resp.Writer{B: head[:0]}
	w.Array(2)
	w.Bulk(strconv.AppendUint(digits[:0], cursor, 10))
	c.Reply.Insert(mark, w.B)
}

// ParseUint reads a number as C's strtoull does, which Redis' clients may rely on in cursors and IDs of streams: up to a zero byte, after
// blanks and a sign, modulo 2^64; only what looks negative at first sight is refused.
func ParseUint(word []byte) (n uint64, ok bool) {
	if i := bytes.IndexByte(word, 0); i >= 0 {
		word = word[:i]
	}
	if n, ok := resp.ParseInt(word); ok {
		return uint64(n), n >= 0
	}
	s := strings.TrimLeft(string(word), " \t\n\v\f\r")
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if negative {
		n = -n
	}
	return n, err == nil
}
