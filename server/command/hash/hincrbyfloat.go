package hash

import (
	"redstart/resp"
	"redstart/server/command"
)

var hincrbyfloatSpec = &command.Spec{
	Name: "hincrbyfloat", Arity: 4,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.Hash,
	Since: "2.6.0", Cost: "O(1)",
	Syntax:  "key field increment:double",
	Summary: "Adds a decimal number to the value of a field; a missing one counts as 0.",
	Run:     runHincrbyfloat,
}

func runHincrbyfloat(c *command.Ctx) error {
	key, name := c.Arg(1), c.Arg(2)
	by, ok := resp.ParseLongDouble(c.Arg(3))
	switch {
	case !ok:
		return command.ErrNotFloat
	case by.IsInf():
		return command.ErrNaNOrInf
	}
	var h edited
	err := edit(c, key, &h)
	if err != nil {
		return err
	}
	var old resp.LongDouble
	f, found := h.Find(name)
	if found {
		if old, ok = resp.ParseLongDouble(text(c, f.Value)); !ok {
			return command.ErrHashFloat
		}
	}
	sum, ok := old.Add(by)
	if !ok {
		return command.ErrInfinite
	}

	value := sum.Append(nil)
	h.Put(f, name, value)
	h.store(c, key, "hincrbyfloat")
	if f.At != 0 { // HSET would take the field's time away
		c.Rewrite(wordHSetEx, key, command.WordKeepTTL, wordFields, wordOne, name, value)
	} else {
		c.Rewrite(wordHSet, key, name, value) // adding again might round otherwise elsewhere
	}

	c.Reply.Bulk(value)
	return nil
}
