package hash

import "redstart/server/command"

var hgetdelSpec = &command.Spec{
	Name: "hgetdel", Arity: -5,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Delete),
	Group: command.Hash,
	Since: "8.0.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key FIELDS (numfields:integer field...)",
	Summary: "Reads fields of a hash and removes them, and the key with the last one.",
	Run:     runHgetdel,
}

func runHgetdel(c *command.Ctx) error {
	key := c.Arg(1)
	var h edited
	err := edit(c, key, &h)
	if err != nil {
		return err
	}
	a := c.Options(2)
	fields, err := readFields(&a, command.ErrFieldsBelow1)
	if err != nil {
		return err
	}

	removed := false
	c.Reply.Array(len(fields))
	for _, name := range fields {
		f, ok := h.Find(name)
		if !ok {
			c.Reply.Null()
			continue
		}
		reply(c, f.Value)
		h.Remove(f)
		removed = true
	}
	if removed {
		h.storeLess(c, key)
		logFields(c, command.WordHDel, key, fields)
	}
	return nil
}

// logFields logs a command that has nothing but fields.
func logFields(c *command.Ctx, name, key []byte, fields [][]byte) {
	var room [32][]byte
	c.Rewrite(append(append(room[:0], name, key), fields...)...)
}
