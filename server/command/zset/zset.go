// Package zset holds the commands on sorted sets.
package zset

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/pack"
	"redstart/storage/value/zset"
)

// Commands is the family.
var Commands = []*command.Spec{
	bzmpopSpec,
	bzpopmaxSpec,
	bzpopminSpec,
	zaddSpec,
	zcardSpec,
	zcountSpec,
	zdiffSpec,
	zdiffstoreSpec,
	zincrbySpec,
	zinterSpec,
	zintercardSpec,
	zinterstoreSpec,
	zlexcountSpec,
	zmpopSpec,
	zmscoreSpec,
	zpopmaxSpec,
	zpopminSpec,
	zrandmemberSpec,
	zrangeSpec,
	zrangebylexSpec,
	zrangebyscoreSpec,
	zrangestoreSpec,
	zrankSpec,
	zremSpec,
	zremrangebylexSpec,
	zremrangebyrankSpec,
	zremrangebyscoreSpec,
	zrevrangeSpec,
	zrevrangebylexSpec,
	zrevrangebyscoreSpec,
	zrevrankSpec,
	zscanSpec,
	zscoreSpec,
	zunionSpec,
	zunionstoreSpec,
}

// limits is how large a packed set may become.
func limits(c *command.Ctx) zset.Limits {
	return zset.Limits{
		Entries: int(c.Srv.Config.Int(config.ZSetMaxListpackEntries)),
		Value:   int(c.Srv.Config.Int(config.ZSetMaxListpackValue)),
	}
}

// view makes s the sorted set in a key, for reading; empty when there is none.
func view(c *command.Ctx, key []byte, s *zset.Set) error {
	r, err := c.Tx.Value(key, table.KindZSet)
	s.Read(r)
	return err
}

// edited is a sorted set that a command changes, and the record that it came from; nil when there was none.
type edited struct {
	r   table.Record
	set zset.Set
}

// edit is view for changing.
func edit(c *command.Ctx, key []byte, e *edited) (err error) {
	if e.r, err = c.Tx.EditValue(key, table.KindZSet); err == nil {
		e.set.Open(e.r, c.Tx.Scratch())
	}
	return err
}

// store makes the key hold what the set has become.
func (e *edited) store(c *command.Ctx, key []byte, ev storage.Event) {
	if e.set.Len() == 0 {
		e.drop(c, key, ev)
		return
	}
	if p, ok := e.set.Packed(); ok {
		c.Tx.StorePacked(key, e.r, table.KindZSet, 0, p, ev)
		c.Tx.KeepScratch(p)
		return
	}
	c.Tx.StoreObject(key, e.r, table.KindZSet, e.set.Object(), ev)
}

// drop removes the key, of whose set nothing is left.
func (e *edited) drop(c *command.Ctx, key []byte, ev storage.Event) {
	c.Tx.Changed(key, ev)
	c.Tx.Delete(key, "del")
}

// storeBuilt makes a key hold a new set, or nothing when it is empty, and replies with its size.
func storeBuilt(c *command.Ctx, key []byte, b *zset.Builder, ev storage.Event) {
	n := b.Len()
	if n == 0 {
		c.Tx.Delete(key, "del")
	} else {
		e := edited{set: b.Set(c.Tx.Scratch(), limits(c))}
		e.store(c, key, ev)
	}
	c.Reply.Int(int64(n))
}

// parseScore reads a score or an increment.
func parseScore(word []byte) (float64, bool) {
	if n, ok := resp.ParseInt(word); ok && n > -1<<53 && n < 1<<53 {
		return float64(n), true
	}
	return resp.ParseDouble(word)
}

// text is a member's bytes: a view, or, of one that is packed as an integer, its digits in room.
func text(m pack.Entry, room []byte) []byte {
	if m.Bytes != nil {
		return m.Bytes
	}
	return m.Append(room)
}
