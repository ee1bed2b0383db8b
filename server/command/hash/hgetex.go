package hash

import "redstart/server/command"

var hgetexSpec = &command.Spec{
	Name: "hgetex", Arity: -5,
	Flags: command.Write | command.Fast,
	Keys:  command.Noted("RW and UPDATE because it changes the TTL", command.Key(1, command.RW|command.AccessValue|command.Update)),
	Group: command.Hash,
	Since: "8.0.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key [expiration:(EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time | PXAT unix-time-milliseconds:unix-time | PERSIST)] FIELDS (numfields:integer field...)",
	Summary: "Reads fields of a hash and changes or removes their times to live.",
	Run:     runHgetex,
}

func runHgetex(c *command.Ctx) error {
	key := c.Arg(1)
	var h edited
	err := edit(c, key, &h)
	if err != nil {
		return err
	}
	a := c.Options(2)
	at, timed := readFieldTime(c, &a)
	persist := !timed && a.Is("PERSIST")
	if err := a.Err(); err != nil {
		return err
	}
	fields, err := readFields(&a, command.ErrFieldsBelow1)
	if err != nil {
		return err
	}

	var room [32][]byte
	changed := room[:0]
	past := c.Past(at)
	c.Reply.Array(len(fields))
	for _, name := range fields {
		f, ok := h.Find(name)
		if !ok {
			c.Reply.Null()
			continue
		}
		reply(c, f.Value)
		switch {
		case timed:
			h.setTime(f, at, past)
		case persist && f.At != 0:
			h.SetAt(f, 0)
		default:
			continue
		}
		changed = append(changed, name)
	}
	switch {
	case len(changed) == 0:
	case persist:
		h.store(c, key, "hpersist")
		logPersist(c, key, changed)
	case past:
		h.storeLess(c, key)
		logFields(c, command.WordHDel, key, changed)
	default:
		h.store(c, key, "hexpire")
		logCounted(c, changed, wordHPExpireAt, key, c.Digits(at))
	}
	return nil
}
