package geo

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/geohash"
	"redstart/storage/value/zset"
)

var geohashSpec = &command.Spec{
	Name: "geohash", Arity: -2,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Geo,
	Since: "3.2.0", Cost: "O(1) for each member requested.",
	Syntax:  "key [member...]",
	Summary: "Shows places as geohash texts.",
	Run:     runGeohash,
}

func runGeohash(c *command.Ctx) error {
	r, err := c.Tx.Value(c.Arg(1), table.KindZSet)
	if err != nil {
		return err
	}

	set := zset.Of(r)
	c.Reply.Array(c.Len() - 2)
	for _, member := range c.Args[2:] {
		p, ok := placeOf(&set, member)
		if !ok {
			c.Reply.Null()
			continue
		}
		text := geohash.Text(p)
		c.Reply.Bulk(text[:])
	}
	return nil
}
