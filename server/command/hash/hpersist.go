package hash

import (
	"redstart/server/command"
	value "redstart/storage/value/hash"
)

var hpersistSpec = &command.Spec{
	Name: "hpersist", Arity: -5,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Hash,
	Since: "7.4.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key FIELDS (numfields:integer field...)",
	Summary: "Takes away the times to live of fields.",
	Run:     runHpersist,
}

func runHpersist(c *command.Ctx) error {
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

	var room [32][]byte
	changed := room[:0]
	c.Reply.Array(len(fields))
	for _, name := range fields {
		f, ok := h.Find(name)
		switch {
		case !ok:
			c.Reply.Int(noField)
		case f.At == 0:
			c.Reply.Int(noTime)
		default:
			h.SetAt(f, 0)
			c.Reply.Int(done)
			changed = append(changed, name)
		}
	}
	if len(changed) > 0 {
		h.store(c, key, "hpersist")
		logPersist(c, key, changed)
	}
	return nil
}

// logPersist logs that fields have lost their times, as HSET of their values: a log may be loaded when those times have passed, and Redis
// would take the fields as missing then, and HPERSIST would not keep them.
func logPersist(c *command.Ctx, key []byte, fields [][]byte) {
	h := value.Of(c.Tx.Look(key))
	var room [40][]byte
	words := append(room[:0], wordHSet, key)
	for _, name := range fields {
		f, _ := h.Find(name)
		v := f.Value.Bytes
		if v == nil {
			v = f.Value.Append(nil)
		}
		words = append(words, name, v)
	}
	c.Rewrite(words...)
}

// What the commands on the times to live of fields say of one.
const (
	noField   = -2
	noTime    = -1
	unchanged = 0
	done      = 1
	removed   = 2
)
