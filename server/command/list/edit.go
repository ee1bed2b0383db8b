package list

import (
	"strconv"

	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/list"
	"redstart/storage/value/pack"
)

// open looks a list up for changing it; one that does not exist is empty, and its record nil.
func open(c *command.Ctx, key []byte, e *list.Edit) (table.Record, error) {
	r, err := c.Tx.EditValue(key, table.KindList)
	if err == nil {
		e.Open(r, c.Tx.Scratch(), c.Srv.Config.Int(config.ListMaxListpackSize))
	}
	return r, err
}

// store makes key hold what has become of r's list, which has elements.
func store(c *command.Ctx, key []byte, r table.Record, e *list.Edit, ev storage.Event) {
	if l, packed := e.Close(); l != nil {
		c.Tx.StoreObject(key, r, table.KindList, l, ev)
	} else {
		c.Tx.StorePacked(key, r, table.KindList, 0, packed, ev)
	}
	c.Tx.KeepScratch(e.Scratch())
}

// shorten is store after elements have been removed: without any, the key goes.
func shorten(c *command.Ctx, key []byte, r table.Record, e *list.Edit, ev storage.Event) {
	if e.Len() > 0 {
		e.Shrink()
		store(c, key, r, e, ev)
		return
	}
	c.Tx.KeepScratch(e.Scratch())
	c.Tx.Notify(key, ev)
	c.Tx.Delete(key, "del")
}

// reply writes an element.
func reply(c *command.Ctx, e pack.Entry) {
	if e.Bytes != nil {
		c.Reply.Bulk(e.Bytes)
		return
	}
	var room [20]byte
	c.Reply.Bulk(strconv.AppendInt(room[:0], e.Int, 10))
}

// replied writes an element and returns it as it stands in the reply.
func replied(c *command.Ctx, e pack.Entry) []byte {
	reply(c, e)
	return c.Reply.Last(e.Len())
}
