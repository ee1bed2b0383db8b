// Package hll holds the commands on HyperLogLogs, which count distinct elements approximately. They are strings.
package hll

import (
	"slices"

	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage/table"
	"redstart/storage/value/hll"
)

// Commands is the family.
var Commands = []*command.Spec{
	pfaddSpec,
	pfcountSpec,
	pfdebugSpec,
	pfmergeSpec,
	pfselftestSpec,
}

// raw is the form of a string that a command edited, as Record.Raw tells.
const raw = 1

// bytesOf returns the HyperLogLog that a record, which is a string, holds; nil for no record.
func bytesOf(r table.Record) ([]byte, error) {
	if r.IsNil() {
		return nil, nil
	}
	if !hll.Is(r.Value()) {
		return nil, command.ErrNotHLL
	}
	return r.Value(), nil
}

// read looks a key up for reading.
func read(c *command.Ctx, key []byte) (table.Record, []byte, error) {
	r, err := c.Tx.String(key)
	if err != nil {
		return r, nil, err
	}
	b, err := bytesOf(r)
	return r, b, err
}

// edit looks a key up for changing it. Whether it changes or not, it is kept as an edited string from then on.
func edit(c *command.Ctx, key []byte) (table.Record, []byte, error) {
	r, err := c.Tx.EditString(key)
	if err != nil {
		return r, nil, err
	}
	b, err := bytesOf(r)
	if b != nil {
		r.SetRaw(true)
	}
	return r, b, err
}

// mostSparse is the length up to which a HyperLogLog is kept sparse.
func mostSparse(c *command.Ctx) int { return int(c.Srv.Config.Int(config.HLLSparseMaxBytes)) }

// registers returns the registers, all zero, that a buffer from Scratch begins with, once it has been grown, and the rest, which has
// room for a HyperLogLog. The buffer goes back by KeepScratch.
func registers(c *command.Ctx) (buffer []byte, regs *[hll.Registers]byte, rest []byte) {
	buffer = slices.Grow(c.Tx.Scratch(), hll.Registers+hll.Room)
	regs = (*[hll.Registers]byte)(buffer[:hll.Registers])
	clear(regs[:])
	return buffer, regs, buffer[hll.Registers:hll.Registers]
}

// store keeps b as the value of key. It is the value of r changed in place, or else is copied, which store reports: then its bytes are
// the caller's again.
func store(c *command.Ctx, key []byte, r table.Record, b []byte) (copied bool) {
	if !r.IsNil() && &r.Value()[0] == &b[0] {
		c.Tx.Changed(key, "pfadd")
		return false
	}
	c.Tx.StorePacked(key, r, table.KindString, raw, b, "pfadd")
	return true
}

// one is 1 for true.
func one(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
