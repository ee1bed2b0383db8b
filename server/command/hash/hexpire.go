package hash

import (
	"strconv"

	"redstart/server/command"
)

var hexpireSpec = &command.Spec{
	Name: "hexpire", Arity: -6,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Hash,
	Since: "7.4.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key seconds:integer [condition:(NX | XX | GT | LT)] FIELDS (numfields:integer field...)",
	Summary: "Sets the times to live of fields in seconds.",
	Run:     runHexpire,
}

func runHexpire(c *command.Ctx) error { return expire(c, command.Seconds) }

// expire gives fields a time to live, given in u; it is HEXPIRE and its kin.
func expire(c *command.Ctx, u command.Unit) error {
	key := c.Arg(1)
	var h edited
	err := edit(c, key, &h)
	if err != nil {
		return err
	}
	at, err := fieldTime(c, c.Arg(2), u)
	if err != nil {
		return err
	}
	a := c.Options(3)
	when := readCondition(&a)
	fields, err := readFields(&a, command.ErrFieldsCount)
	if err != nil {
		return err
	}

	var room [32][]byte
	changed := room[:0]
	past := c.Past(at)
	c.Reply.Array(len(fields))
	for _, name := range fields {
		f, ok := h.Find(name)
		switch {
		case !ok:
			c.Reply.Int(noField)
			continue
		case !when.holds(f.At, at):
			c.Reply.Int(unchanged)
			continue
		case past:
			c.Reply.Int(removed)
		default:
			c.Reply.Int(done)
		}
		h.setTime(f, at, past)
		changed = append(changed, name)
	}
	switch {
	case len(changed) == 0:
	case past:
		h.storeLess(c, key)
		logFields(c, command.WordHDel, key, changed)
	default: // logged without the condition, which these have met
		h.store(c, key, "hexpire")
		logCounted(c, changed, wordHPExpireAt, key, c.Digits(at))
	}
	return nil
}

// logCounted logs a command that ends with FIELDS, their number, and the fields.
func logCounted(c *command.Ctx, fields [][]byte, begin ...[]byte) {
	var room [40][]byte
	words := append(append(room[:0], begin...), wordFields, count(len(fields)))
	c.Rewrite(append(words, fields...)...)
}

// count is a number as a word of the log.
func count(n int) []byte {
	if n == 1 {
		return wordOne
	}
	return strconv.AppendInt(nil, int64(n), 10)
}

// condition says which time to live a new one may replace.
type condition string

const always condition = ""

// readCondition reads NX, XX, GT or LT.
func readCondition(a *command.Args) condition {
	for _, w := range [...]condition{"NX", "XX", "GT", "LT"} {
		if a.Is(string(w)) {
			return w
		}
	}
	return always
}

// holds reports whether a field that expires at old (0: never) may be made to expire at at.
func (w condition) holds(old, at int64) bool {
	switch w {
	case "NX":
		return old == 0
	case "XX":
		return old != 0
	case "GT":
		return old != 0 && at > old
	case "LT":
		return old == 0 || at < old
	}
	return true
}
