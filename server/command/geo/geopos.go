package geo

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/geohash"
	"redstart/storage/value/zset"
)

var geoposSpec = &command.Spec{
	Name: "geopos", Arity: -2,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Geo,
	Since: "3.2.0", Cost: "O(1) for each member requested.",
	Syntax:  "key [member...]",
	Summary: "Shows the longitude and the latitude of places.",
	Run:     runGeopos,
}

func runGeopos(c *command.Ctx) error {
	r, err := c.Tx.Value(c.Arg(1), table.KindZSet)
	if err != nil {
		return err
	}

	set := zset.Of(r)
	c.Reply.Array(c.Len() - 2)
	for _, member := range c.Args[2:] {
		p, ok := placeOf(&set, member)
		if !ok {
			c.Reply.NullArray()
			continue
		}
		replyPlace(c.Reply, p)
	}
	return nil
}

func replyPlace(w *resp.Writer, p geohash.Point) {
	w.Array(2)
	w.Double(p.Lon)
	w.Double(p.Lat)
}
