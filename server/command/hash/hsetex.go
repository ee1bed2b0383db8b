package hash

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
)

var hsetexSpec = &command.Spec{
	Name: "hsetex", Arity: -6,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Hash,
	Since: "8.0.0", Cost: "O(N) where N is the number of fields being set.",
	Syntax:  "key [condition:(FNX | FXX)] [expiration:(EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time | PXAT unix-time-milliseconds:unix-time | KEEPTTL)] FIELDS (numfields:integer data:(field value)...)",
	Summary: "Sets fields of a hash with a time to live; options: condition, keeping the one that they have.",
	Run:     runHsetex,
}

func runHsetex(c *command.Ctx) error {
	o, err := readSetOptions(c)
	if err != nil {
		return err
	}
	key := c.Arg(1)
	var h edited
	err = edit(c, key, &h)
	if err != nil {
		return err
	}
	if !o.holds(&h) {
		c.Reply.Int(0)
		return nil
	}

	past := o.timed && c.Past(o.at)
	h.Reserve(len(o.pairs) / 2)
	for i := 0; i < len(o.pairs); i += 2 {
		name, value := o.pairs[i], o.pairs[i+1]
		if o.keep {
			f, _ := h.Find(name)
			h.Put(f, name, value)
		} else {
			h.Set(name, value)
		}
		if o.timed && !past {
			f, _ := h.Find(name)
			h.SetAt(f, max(o.at, 1))
		}
	}
	h.store(c, key, "hset")
	o.log(c, key)
	switch {
	case past:
		removeSet(c, key, o.pairs)
	case o.timed:
		c.Tx.Notify(key, "hexpire")
	}

	c.Reply.Int(1)
	return nil
}

// setOptions are what HSETEX is asked for.
type setOptions struct {
	exist string // FNX, FXX, or none
	timed bool   // the fields expire at at, Unix ms
	keep  bool   // they keep their times
	at    int64
	pairs [][]byte
}

func readSetOptions(c *command.Ctx) (o setOptions, err error) {
	a := c.Options(2)
	for a.Err() == nil && !a.Is("FIELDS") {
		word := a.Peek()
		switch at, timed := readFieldTime(c, &a); {
		case timed || a.Is("KEEPTTL"):
			if o.timed || o.keep {
				return o, command.ErrFieldTimes
			}
			o.timed, o.keep, o.at = timed, !timed, at
		case a.Is("FNX") || a.Is("FXX"):
			if o.exist != "" {
				return o, command.ErrFieldExists
			}
			o.exist = "FNX"
			if command.Fold(word, "FXX") {
				o.exist = "FXX"
			}
		default:
			return o, command.ErrUnknownArgument(word)
		}
	}
	if a.Err() != nil {
		return o, a.Err()
	}
	if a.Left() == 0 {
		return o, command.ErrArity(c.Cmd.FullName)
	}
	n, ok := resp.ParseInt(a.Peek())
	if !ok || n < 1 || n > math.MaxInt32 {
		return o, command.ErrFieldsNumber
	}
	a.Bytes()
	if o.pairs = a.Rest(); len(o.pairs)%2 != 0 || n != int64(len(o.pairs)/2) {
		return o, command.ErrArity(c.Cmd.FullName)
	}
	return o, nil
}

// holds reports whether the fields exist, or do not, as the condition wants.
func (o *setOptions) holds(h *edited) bool {
	if o.exist == "" {
		return true
	}
	for i := 0; i < len(o.pairs); i += 2 {
		if _, ok := h.Find(o.pairs[i]); ok != (o.exist == "FXX") {
			return false
		}
	}
	return true
}

// removeSet removes the fields that were set with a time that has come.
func removeSet(c *command.Ctx, key []byte, pairs [][]byte) {
	var h edited
	err := edit(c, key, &h)
	if err != nil {
		return // it is a hash: it was just stored
	}
	names := make([][]byte, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		if f, ok := h.Find(pairs[i]); ok {
			h.Remove(f)
			names = append(names, pairs[i])
		}
	}
	h.storeLess(c, key)
	logFields(c, command.WordHDel, key, names)
}

// log logs HSETEX without its condition, which has been met, and with the time, Unix ms: a log may be loaded when fields that it
// changes have expired, and Redis would take them as missing then.
func (o *setOptions) log(c *command.Ctx, key []byte) {
	var room [40][]byte
	words := append(room[:0], wordHSetEx, key)
	switch {
	case o.timed:
		words = append(words, command.WordPXAT, c.Digits(o.at))
	case o.keep:
		words = append(words, command.WordKeepTTL)
	case o.exist == "":
		return // as it came
	}
	words = append(words, wordFields, count(len(o.pairs)/2))
	c.Rewrite(append(words, o.pairs...)...)
}
