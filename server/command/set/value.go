package set

import (
	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var wordSrem = []byte("SREM")

// limits are those that the configuration sets now.
func limits(c *command.Ctx) value.Limits {
	return value.Limits{
		IntsetEntries:   c.Srv.Config.Int(config.SetMaxIntSetEntries),
		ListpackEntries: c.Srv.Config.Int(config.SetMaxListpackEntries),
		ListpackValue:   c.Srv.Config.Int(config.SetMaxListpackValue),
	}
}

// view makes s the set at key for reading; an empty one for a missing key.
func view(c *command.Ctx, key []byte, s *value.Set) error {
	r, err := c.Tx.Value(key, table.KindSet)
	s.Read(r)
	return err
}

// fewSets is how many sets a command combines without asking for memory.
const fewSets = 4

// views appends the sets at keys.
func views(c *command.Ctx, sets []value.Set, keys [][]byte) ([]value.Set, error) {
	for _, key := range keys {
		sets = append(sets, value.Set{})
		if err := view(c, key, &sets[len(sets)-1]); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// edit makes s the set that r holds, for adding up to n members, the first of which is first.
func edit(c *command.Ctx, s *value.Set, r table.Record, first pack.Entry, n int, lim *value.Limits) {
	if r.IsNil() {
		*s = value.Fresh(first, n, lim, c.Tx.Scratch())
		return
	}
	s.Open(r, c.Tx.Scratch())
	s.Expect(n, lim)
}

// store keeps s, of which n members have changed, in key, which held r.
func store(c *command.Ctx, key []byte, r table.Record, s *value.Set, ev storage.Event, n int) {
	if l := s.Large(); l != nil {
		c.Tx.StoreObject(key, r, table.KindSet, l, ev)
	} else {
		c.Tx.StorePacked(key, r, table.KindSet, uint8(s.Encoding()), s.Packed(), ev)
		c.Tx.KeepScratch(s.Packed())
	}
	count(c, n)
}

// storeRest is store for a set that may have lost all members: it ends then.
func storeRest(c *command.Ctx, key []byte, r table.Record, s *value.Set, ev storage.Event, n int) {
	if s.Len() > 0 {
		store(c, key, r, s, ev, n)
		return
	}
	end(c, key, ev, n)
}

// end deletes the key of a set that has lost its last n members.
func end(c *command.Ctx, key []byte, ev storage.Event, n int) {
	c.Tx.Notify(key, ev)
	c.Tx.Delete(key, "del")
	count(c, n)
}

// count counts n changes, of which one has been counted.
func count(c *command.Ctx, n int) {
	for ; n > 1; n-- {
		c.Tx.Bump()
	}
}

// storeCombined keeps what a command made of the sets at the keys behind the first in the first, and replies.
func storeCombined(c *command.Ctx, to *value.Set, ev storage.Event) {
	key, n := c.Arg(1), to.Len()
	if n > 0 {
		store(c, key, table.Record{}, to, ev, 1)
	} else {
		c.Tx.Delete(key, "del")
	}
	c.Reply.Int(int64(n))
}

// reply replies with a member.
func reply(c *command.Ctx, e pack.Entry) { c.Reply.Bulk(text(c, e)) }

// replied is reply, and returns the text as it stands in the reply.
func replied(c *command.Ctx, e pack.Entry) []byte {
	reply(c, e)
	return c.Reply.Last(e.Len())
}

// text returns the text of a member; a number's stays until the next call.
func text(c *command.Ctx, e pack.Entry) []byte {
	if e.Bytes != nil {
		return e.Bytes
	}
	return c.Digits(e.Int)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
