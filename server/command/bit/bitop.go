package bit

import (
	"bytes"
	"slices"

	"redstart/server/command"
	"redstart/storage/table"
)

var bitopSpec = &command.Spec{
	Name: "bitop", Arity: -4,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(2, command.OW|command.Update),
		command.KeyRange(3, -1, 1, command.RO|command.AccessValue),
	),
	Group: command.Bitmap,
	Since: "2.6.0", Cost: "O(N)",
	Syntax:  "operation:(AND | OR | XOR | NOT) destkey:key key#1...",
	Summary: "Combines the bits of strings and keeps the outcome as a string.",
	Run:     runBitop,
}

// raw is the form of a string that a command edited, as Record.Raw tells.
const raw = 1

func runBitop(c *command.Ctx) error {
	op, err := parseOperation(c)
	if err != nil {
		return err
	}
	dest := c.Arg(2)
	var room [8][]byte
	sources, length := room[:0], 0
	for _, key := range c.Args[3:] {
		r, err := c.Tx.String(key)
		if err != nil {
			return err
		}
		var b []byte
		if !r.IsNil() {
			b = r.Value()
		}
		sources = append(sources, b)
		length = max(length, len(b))
	}

	if length == 0 {
		c.Tx.Delete(dest, "del")
	} else {
		store(c, op, dest, sources, length)
	}

	c.Reply.Int(int64(length))
	return nil
}

// store makes dest hold the outcome of an operation, which is length bytes long. It is written over what dest holds where that is as
// long, and otherwise, where dest is no source, into its new value, so that it need not be copied.
func store(c *command.Ctx, op operation, dest []byte, sources [][]byte, length int) {
	first, uses := -1, 0
	for i, key := range c.Args[3:] {
		if bytes.Equal(key, dest) {
			first = i
			uses++
		}
	}
	r := c.Tx.Look(dest)
	fits := !r.IsNil() && r.Kind() == table.KindString && !r.HasExpire() && len(r.Value()) == length
	switch {
	case fits && uses <= 1:
		c.Tx.Edit(dest)
		c.Tx.Unshare(dest)
		r.SetRaw(true)
		r.SetText(false)
		if uses == 1 { // what is written over must be read first
			sources[0], sources[first] = sources[first], sources[0]
		}
		combine(op, r.Value(), sources)
		c.Tx.Changed(dest, "set")
	case uses == 0:
		c.Tx.SetString(dest, nil, 0, "set")
		combine(op, c.Tx.Resize(dest, c.Tx.Look(dest), length, length).Value(), sources)
	default:
		b := slices.Grow(c.Tx.Scratch(), length)[:length]
		combine(op, b, sources)
		c.Tx.StorePacked(dest, table.Record{}, table.KindString, raw, b, "set")
		c.Tx.KeepScratch(b)
	}
}

func parseOperation(c *command.Ctx) (operation, error) {
	switch word := c.Arg(1); {
	case command.Fold(word, "AND"):
		return opAnd, nil
	case command.Fold(word, "OR"):
		return opOr, nil
	case command.Fold(word, "XOR"):
		return opXor, nil
	case command.Fold(word, "NOT"):
		if c.Len() != 4 {
			return opNot, command.ErrBitNot
		}
		return opNot, nil
	}
	return 0, command.ErrSyntax
}
