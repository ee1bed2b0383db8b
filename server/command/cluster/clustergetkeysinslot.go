package cluster

import (
	"redstart/server/cluster"
	"redstart/server/command"
	"redstart/storage/table"
)

var clusterGetkeysinslotSpec = &command.Spec{
	Name: "getkeysinslot", Arity: 4,
	Flags: command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "3.0.0", Cost: "O(N) where N is the number of requested keys",
	Syntax:  "slot:integer count:integer",
	Summary: "Lists keys of a slot.",
	Stores:  readsKeys,
	Run:     inCluster(runClusterGetkeysinslot),
}

func runClusterGetkeysinslot(c *command.Ctx) error {
	slot, err := c.Int(2)
	if err != nil {
		return err
	}
	most, err := c.Int(3)
	if err != nil {
		return err
	}
	if slot < 0 || slot >= cluster.Slots || most < 0 {
		return command.ErrSlotOrCount
	}

	n, is := int64(0), ofSlot(slot)
	mark := c.Reply.DeferArray()
	c.Tx.Keys(func(key []byte) bool { return n < most && is(key) }, func(r table.Record) {
		if n < most {
			n++
			c.Reply.Bulk(r.Key())
		}
	})
	c.Reply.EndArray(mark, int(n))
	return nil
}
