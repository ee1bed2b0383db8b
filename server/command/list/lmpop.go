package list

import (
	"redstart/server/command"
	"redstart/storage/value/list"
)

var lmpopSpec = &command.Spec{
	Name: "lmpop", Arity: -4,
	Flags: command.Write,
	Keys:  command.KeyCount(1, command.RW|command.AccessValue|command.Delete),
	Group: command.List,
	Since: "7.0.0", Cost: "O(N+M) where N is the number of provided keys and M is the number of elements returned.",
	Syntax:  "numkeys:integer key... where:(LEFT | RIGHT) [COUNT count:integer]",
	Summary: "Pops elements from the first of several lists that has any.",
	Run:     runLmpop,
}

func runLmpop(c *command.Ctx) error {
	keys, front, count, err := popOptions(c, 1)
	if err != nil {
		return err
	}

	found, err := popFirst(c, keys, front, count)
	if err != nil || found {
		return err
	}
	c.Reply.NullArray()
	return nil
}

// popOptions reads numkeys, the keys, the end, true for the front, and COUNT, from word at on.
func popOptions(c *command.Ctx, at int) (keys [][]byte, front bool, count int64, err error) {
	n, err := c.Int(at)
	if err != nil || n <= 0 {
		return nil, false, 0, command.ErrNumKeys
	}
	if n >= int64(c.Len()-at-1) {
		return nil, false, 0, command.ErrSyntax
	}
	keys = c.Args[at+1 : at+1+int(n)]
	at += 1 + int(n)
	if front, err = end(c.Arg(at)); err != nil {
		return nil, false, 0, err
	}
	switch a := c.Options(at + 1); {
	case !a.More():
		return keys, front, 1, nil
	case a.Left() != 2 || !a.Is("COUNT"):
		return nil, false, 0, command.ErrSyntax
	}
	if count, err = c.Int(at + 2); err != nil || count <= 0 {
		return nil, false, 0, command.ErrCountBelow1
	}
	return keys, front, count, nil
}

// popFirst pops up to count elements from the first of the named lists that has any, and replies with its key and them. It reports false, and
// replies nothing, when none has.
func popFirst(c *command.Ctx, keys [][]byte, front bool, count int64) (found bool, err error) {
	for _, key := range keys {
		var e list.Edit
		r, err := open(c, key, &e)
		if err != nil {
			return false, err
		}
		if r.IsNil() {
			continue
		}
		n := int(min(count, int64(e.Len())))
		c.Reply.Array(2)
		c.Reply.Bulk(key)
		popSome(c, key, r, &e, front, n)
		c.Rewrite(popWord(front), key, c.Digits(int64(n)))
		return true, nil
	}
	return false, nil
}
