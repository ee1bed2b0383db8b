package key

import (
	"bytes"

	"redstart/server/command"
)

var expireSpec = &command.Spec{
	Name: "expire", Arity: -3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Generic,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key seconds:integer [condition:(NX | XX | GT | LT)@7.0.0]",
	Summary: "Sets a key's time to live in seconds.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added options: `NX`, `XX`, `GT` and `LT`."},
	},
	Run: runExpire,
}

func runExpire(c *command.Ctx) error { return expire(c, command.Seconds) }

// expire gives a key a time to live, given in u; it is EXPIRE and its kin.
func expire(c *command.Ctx, u command.Unit) error {
	when, err := parseCondition(c)
	if err != nil {
		return err
	}
	n, err := c.Int(2)
	if err != nil {
		return err
	}
	at, err := c.EndOf(n, u)
	if err != nil {
		return err
	}
	key := c.Arg(1)
	r := c.Tx.Edit(key)
	if r.IsNil() || !when.holds(r.ExpireAt(), at) {
		c.Reply.Int(0)
		return nil
	}

	if c.Past(at) {
		c.Tx.Delete(key, "del")
		c.Rewrite(c.WordForPast(), key)
	} else {
		c.Tx.SetExpire(key, max(at, 1), "expire")
		c.Rewrite(command.WordPExpireAt, key, c.Digits(at))
	}

	c.Reply.Int(1)
	return nil
}

// condition says which time to live a new one may replace.
type condition struct{ nx, xx, gt, lt bool }

func parseCondition(c *command.Ctx) (w condition, err error) {
	a := c.Options(3)
	for a.More() {
		switch {
		case a.Is("NX"):
			w.nx = true
		case a.Is("XX"):
			w.xx = true
		case a.Is("GT"):
			w.gt = true
		case a.Is("LT"):
			w.lt = true
		default:
			option, _, _ := bytes.Cut(a.Peek(), []byte{0}) // Redis prints C strings
			return w, command.ErrUnsupportedOption(option)
		}
	}
	switch {
	case w.nx && (w.xx || w.gt || w.lt):
		return w, command.ErrNXWithOther
	case w.gt && w.lt:
		return w, command.ErrGTWithLT
	}
	return w, nil
}

// holds reports whether a key that expires at old (0: never) may be made to expire at at.
func (w condition) holds(old, at int64) bool {
	switch {
	case w.nx && old != 0, w.xx && old == 0:
		return false
	case w.gt:
		return old != 0 && at > old
	case w.lt:
		return old == 0 || at < old
	}
	return true
}
