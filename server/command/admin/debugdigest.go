package admin

import (
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"

	"redstart/server/command"
	"redstart/storage/table"
)

// digest is a fingerprint of keys and values, the same as Redis': DEBUG DIGEST of two servers tells whether they hold the same.
type digest [sha1.Size]byte

// xor adds something whose order among others does not matter.
func (d *digest) xor(b []byte) {
	for i, x := range sha1.Sum(b) {
		d[i] ^= x
	}
}

// mix adds something whose order matters.
func (d *digest) mix(b []byte) {
	d.xor(b)
	*d = sha1.Sum(d[:])
}

func (d *digest) mixInt(n uint32) {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n)
	d.mix(b[:])
}

// value adds a value, and whether it has a time to live.
func (d *digest) value(r table.Record) {
	d.mixInt(typeNumbers[r.Kind()])
	switch r.Kind() {
	case table.KindString:
		d.mix(r.Value())
	case table.KindList:
		d.list(r)
	case table.KindSet:
		d.set(r)
	case table.KindZSet:
		d.zset(r)
	case table.KindHash:
		d.hash(r)
	case table.KindStream:
		d.stream(r)
	}
	if r.HasExpire() {
		d.xor([]byte("!!expire!!"))
	}
}

func debugDigest(c *command.Ctx) error {
	var all digest
	alone(c, func() {
		selected := c.Tx.DB()
		defer c.Tx.Select(selected)
		for n := range c.Srv.Keys.Databases() {
			if !c.Tx.Select(n) || c.Tx.Len() == 0 {
				continue
			}
			all.mixInt(uint32(n))
			c.Tx.Keys(nil, func(r table.Record) {
				var d digest
				d.mix(r.Key())
				d.value(r)
				all.xor(d[:])
			})
		}
	})
	c.Reply.Simple(hex.EncodeToString(all[:]))
	return nil
}

func debugDigestValue(c *command.Ctx) error {
	keys := c.Args[2:]
	c.Reply.Array(len(keys))
	alone(c, func() {
		for _, k := range keys {
			var d digest
			if r := c.Tx.Look(k); !r.IsNil() {
				d.value(r)
			}
			c.Reply.Simple(hex.EncodeToString(d[:]))
		}
	})
	return nil
}
