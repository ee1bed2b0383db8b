package hash

import (
	"math"

	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
	value "redstart/storage/value/hash"
	"redstart/storage/value/pack"
)

// view makes h the hash at key for reading; an empty one for a missing key.
func view(c *command.Ctx, key []byte, h *value.Hash) error {
	r, err := c.Tx.Value(key, table.KindHash)
	h.Read(r)
	return err
}

// edited is a hash that a command changes.
type edited struct {
	value.Hash
	r table.Record // what the key held; nil: nothing
}

// edit makes h the hash at key for changing; an empty one for a missing key. What is changed must be stored.
func edit(c *command.Ctx, key []byte, h *edited) (err error) {
	if h.r, err = c.Tx.EditValue(key, table.KindHash); err != nil {
		return err
	}
	h.Open(h.r, c.Tx.Scratch(), value.Limits{
		Entries: int(min(c.Srv.Config.Int(config.HashMaxListpackEntries), math.MaxInt)),
		Value:   int(min(c.Srv.Config.Int(config.HashMaxListpackValue), math.MaxInt)),
	})
	return nil
}

// store keeps what became of the hash, which is not empty; ev names the change.
func (h *edited) store(c *command.Ctx, key []byte, ev storage.Event) {
	if p, form, ok := h.Packed(); ok {
		c.Tx.StorePacked(key, h.r, table.KindHash, form, p, ev)
	} else {
		c.Tx.StoreObject(key, h.r, table.KindHash, h.Object(), ev)
	}
	c.Tx.KeepScratch(h.Scratch())
}

// storeLess is store for a hash that has lost fields: without any the key goes.
func (h *edited) storeLess(c *command.Ctx, key []byte) {
	if h.Len() > 0 {
		h.store(c, key, "hdel")
		return
	}
	c.Tx.Notify(key, "hdel")
	c.Tx.Delete(key, "del")
	c.Tx.KeepScratch(h.Scratch())
}

// reply answers with an entry's text.
func reply(c *command.Ctx, e pack.Entry) { c.Reply.Bulk(text(c, e)) }

// replyField answers with the value of a field, or null.
func replyField(c *command.Ctx, h *value.Hash, name []byte) {
	if f, ok := h.Find(name); ok {
		reply(c, f.Value)
	} else {
		c.Reply.Null()
	}
}

// text is an entry's text, valid until the next call or change.
func text(c *command.Ctx, e pack.Entry) []byte {
	if e.Bytes != nil {
		return e.Bytes
	}
	return c.Digits(e.Int)
}
