package key

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"redstart/resp"
	"redstart/server/command"
	"redstart/server/glob"
	"redstart/storage/table"
)

// defaultCount is about how many keys a call walks over that does not say it.
const defaultCount = 10

var scanSpec = &command.Spec{
	Name: "scan", Arity: -2,
	Flags: command.ReadOnly,
	Group: command.Generic,
	Tips:  []string{"nondeterministic_output", "request_policy:special", "response_policy:special"},
	Since: "2.8.0", Cost: "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection.",
	Syntax:  "cursor:integer [MATCH pattern] [COUNT count:integer] [TYPE type@6.0.0]",
	Summary: "Walks the key names a few at a time.",
	History: []command.Change{
		{Since: "6.0.0", What: "Added the `TYPE` subcommand."},
	},
	Run: runScan,
}

// scanOptions are what SCAN is asked for.
type scanOptions struct {
	pattern []byte // nil: every name
	count   int
	kind    []byte // nil: every type
}

func runScan(c *command.Ctx) error {
	cursor, ok := parseCursor(c.Arg(1))
	if !ok {
		return command.ErrCursor
	}
	o, err := parseScan(c)
	if err != nil {
		return err
	}

	n := 0
	mark := c.Reply.DeferArray()
	cursor = c.Tx.Scan(cursor, o.count, func(r table.Record) {
		if o.accepts(r) {
			c.Reply.Bulk(r.Key())
			n++
		}
	})
	c.Reply.EndArray(mark, n)

	// The cursor, which is known only now, stands in front.
	var digits, head [48]byte
	w := resp.Writer{B: head[:0]}
	w.Array(2)
	w.Bulk(strconv.AppendUint(digits[:0], cursor, 10))
	c.Reply.B = slices.Insert(c.Reply.B, mark, w.B...)
	return nil
}

func parseScan(c *command.Ctx) (scanOptions, error) {
	o := scanOptions{count: defaultCount}
	a := c.Options(2)
	for a.More() {
		switch {
		case a.Is("COUNT"):
			o.count = int(min(a.Int(), math.MaxInt32))
			if o.count < 1 {
				a.Fail(command.ErrSyntax)
			}
		case a.Is("MATCH"):
			if o.pattern = a.Bytes(); string(o.pattern) == "*" {
				o.pattern = nil
			}
		case a.Is("TYPE"):
			o.kind = a.Bytes()
		case a.Is("NOVALUES"):
			a.Fail(command.ErrNoValues)
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	return o, a.Err()
}

// accepts reports whether r belongs in the reply.
func (o *scanOptions) accepts(r table.Record) bool {
	if o.kind != nil && !bytes.EqualFold(o.kind, []byte(kindNames[r.Kind()])) {
		return false
	}
	return o.pattern == nil || glob.Match(o.pattern, r.Key(), false)
}

// parseCursor reads a cursor as C's strtoull does, which Redis' clients may rely on: after blanks and a sign, modulo 2^64; only what
// looks negative at first sight is refused.
func parseCursor(word []byte) (cursor uint64, ok bool) {
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
	cursor, err := strconv.ParseUint(s, 10, 64)
	if negative {
		cursor = -cursor
	}
	return cursor, err == nil
}
