// Package geo holds the commands on places. They are members of sorted sets whose scores are geohashes.
package geo

import (
	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/geohash"
	"redstart/storage/value/zset"
)

// Commands is the family.
var Commands = []*command.Spec{
	geoaddSpec,
	geodistSpec,
	geohashSpec,
	geoposSpec,
	georadiusSpec,
	georadiusRoSpec,
	georadiusbymemberSpec,
	georadiusbymemberRoSpec,
	geosearchSpec,
	geosearchstoreSpec,
}

// limits is how large a packed set may become.
func limits(c *command.Ctx) zset.Limits {
	return zset.Limits{
		Entries: int(c.Srv.Config.Int(config.ZSetMaxListpackEntries)),
		Value:   int(c.Srv.Config.Int(config.ZSetMaxListpackValue)),
	}
}

// store makes key hold a set that was made of r, the nil record for a new one.
func store(c *command.Ctx, key []byte, r table.Record, set *zset.Set, ev storage.Event) {
	if p, ok := set.Packed(); ok {
		c.Tx.StorePacked(key, r, table.KindZSet, 0, p, ev)
		c.Tx.KeepScratch(p)
		return
	}
	c.Tx.StoreObject(key, r, table.KindZSet, set.Object(), ev)
}

// placeOf is the place of a member; false when it is not there.
func placeOf(set *zset.Set, member []byte) (geohash.Point, bool) {
	e, ok := set.Find(member)
	if !ok {
		return geohash.Point{}, false
	}
	return geohash.Decode(e.Score), true
}
