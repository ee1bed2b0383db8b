package geo

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/geohash"
	"redstart/storage/value/zset"
)

var geodistSpec = &command.Spec{
	Name: "geodist", Arity: -4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Geo,
	Since: "3.2.0", Cost: "O(1)",
	Syntax:  "key member1 member2 [unit:(M | KM | FT | MI)]",
	Summary: "Measures the distance between two places.",
	Run:     runGeodist,
}

func runGeodist(c *command.Ctx) error {
	unit, err := 1.0, error(nil)
	switch {
	case c.Len() == 5:
		if unit, err = parseUnit(c.Arg(4)); err != nil {
			return err
		}
	case c.Len() > 5:
		return command.ErrSyntax
	}
	r, err := c.Tx.Value(c.Arg(1), table.KindZSet)
	if err != nil {
		return err
	}

	set := zset.Of(r)
	a, ok := placeOf(&set, c.Arg(2))
	b, ok2 := placeOf(&set, c.Arg(3))
	if !ok || !ok2 {
		c.Reply.Null()
		return nil
	}
	replyDistance(c.Reply, geohash.Distance(a, b)/unit)
	return nil
}

// replyDistance writes a distance with four decimals, text in both protocols.
func replyDistance(w *resp.Writer, d float64) {
	var room [24]byte
	n := int64(math.RoundToEven(d * 1e4))
	text := resp.AppendInt(room[:0], n/1e4)
	text = append(text, '.')
	for unit := int64(1e3); unit > 0; unit /= 10 {
		text = append(text, '0'+byte(n/unit%10))
	}
	w.Bulk(text)
}
