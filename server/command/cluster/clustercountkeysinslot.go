package cluster

import (
	"redstart/server/cluster"
	"redstart/server/command"
	"redstart/storage/table"
)

var clusterCountkeysinslotSpec = &command.Spec{
	Name: "countkeysinslot", Arity: 3,
	Flags: command.Stale,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  "slot:integer",
	Summary: "Counts the keys of a slot.",
	Stores:  readsKeys,
	Run:     inCluster(runClusterCountkeysinslot),
}

func runClusterCountkeysinslot(c *command.Ctx) error {
	slot, err := c.Int(2)
	if err != nil {
		return err
	}
	if slot < 0 || slot >= cluster.Slots {
		return command.ErrSlot
	}
	n := int64(0)
	c.Tx.Keys(ofSlot(slot), func(table.Record) { n++ })
	c.Reply.Int(n)
	return nil
}

// ofSlot reports whether a key is one of a slot. There is no index of slots: all keys are looked at.
func ofSlot(slot int64) func(key []byte) bool {
	return func(key []byte) bool { return int64(cluster.Slot(key)) == slot }
}
