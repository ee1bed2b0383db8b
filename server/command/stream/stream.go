// Package stream holds the commands on streams.
package stream

import (
	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/stream"
)

// Commands is the family.
var Commands = []*command.Spec{
	xackSpec,
	xaddSpec,
	xautoclaimSpec,
	xclaimSpec,
	xdelSpec,
	xgroupSpec,
	xinfoSpec,
	xlenSpec,
	xpendingSpec,
	xrangeSpec,
	xreadSpec,
	xreadgroupSpec,
	xrevrangeSpec,
	xsetidSpec,
	xtrimSpec,
}

// look finds a stream for reading; nil: there is none.
func look(c *command.Ctx, key []byte) (*stream.Stream, error) {
	r, err := c.Tx.Value(key, table.KindStream)
	if err != nil || r.IsNil() {
		return nil, err
	}
	return r.Object().(*stream.Stream), nil
}

// peek is look that leaves no trace.
func peek(c *command.Ctx, key []byte) (*stream.Stream, error) {
	r := c.Tx.Look(key)
	switch {
	case r.IsNil():
		return nil, nil
	case r.Kind() != table.KindStream:
		return nil, command.ErrWrongType
	}
	return r.Object().(*stream.Stream), nil
}

// edit finds a stream for changing; nil: there is none.
func edit(c *command.Ctx, key []byte) (table.Record, *stream.Stream, error) {
	r, err := c.Tx.EditValue(key, table.KindStream)
	if err != nil || r.IsNil() {
		return r, nil, err
	}
	return r, r.Object().(*stream.Stream), nil
}

// editRead is edit that counts as reading.
func editRead(c *command.Ctx, key []byte) (table.Record, *stream.Stream, error) {
	c.Tx.Peek(key)
	return edit(c, key)
}

// store keeps the books of a stream that has been changed.
func store(c *command.Ctx, key []byte, r table.Record, s *stream.Stream, event storage.Event) {
	c.Tx.StoreObject(key, r, table.KindStream, s, event)
}

// limits are those of a node.
func limits(c *command.Ctx) stream.Limits {
	return stream.Limits{
		Bytes:   c.Srv.Config.Int(config.StreamNodeMaxBytes),
		Entries: c.Srv.Config.Int(config.StreamNodeMaxEntries),
	}
}
